import { readFileSync } from 'node:fs';
import { createProgress, detectorMetrics } from '@mortsafe/detector';
import type { Meter } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { config } from '../config/config.ts';
import { variables } from '../config/environment.ts';
import { readYaml } from '../config/read-yaml.ts';
import { measureProcess } from './measure-process.ts';
import { watchSoc } from './watch-soc.ts';

const page = readFileSync(new URL('../../../../docs/operating.md', import.meta.url), 'utf8');

/** A meter that only remembers what it was asked for. */
function listed(): { meter: Meter; names: Set<string> } {
  const names = new Set<string>();
  const instrument = { add() {}, record() {}, addCallback() {} };
  const meter = new Proxy({} as Meter, {
    get: (_, key) =>
      String(key).startsWith('create')
        ? (name: string) => {
            names.add(name);
            return instrument;
          }
        : () => {},
  });
  return { meter, names };
}

describe('the page on operating', () => {
  it('names every metric that there is, and no other', () => {
    const { meter, names } = listed();
    const now = Date.now;
    const progress = createProgress({ steps: ['detect'], lagMaxMs: 1, checkpointEveryMs: 1, now });
    detectorMetrics({ meter, progress, rules: [] });
    watchSoc({ meter }, { backlog: async () => ({ incidents: [], notifications: [] }) });
    measureProcess(meter);
    const told = [...page.matchAll(/^\| `((?:mortsafe|process|nodejs)\.[\w.]+)` \|/gm)].map(
      ([, name]) => name,
    );
    expect(told.sort()).toEqual([...names].sort());
  });

  it('names every variable that there is', () => {
    for (const name of Object.keys(variables)) expect(page).toContain(`\`${name}\``);
  });

  it('shows a configuration that is accepted', () => {
    const [, , example = ''] = page.split('```yaml\n');
    expect(readYaml(example.split('```')[0] ?? '', config)).toMatchObject({ kind: 'ok' });
  });
});
