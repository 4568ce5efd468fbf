import { execFile, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OtlpReceiver, otlpReceiver } from '../testing/otlp-receiver.ts';
import { type Packed, packed } from '../testing/packed.ts';

const run = promisify(execFile);
const platform = `node-${process.platform}-${process.arch}`;
const nodes = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0', 26: '26.10.0' } as const;
/** Both lines of OpenTelemetry, each as npm installs it, and the versions of Node.js that they run on. */
const lines = {
  '2.x with api 1.9': {
    on: [20, 22, 24, 26],
    needs: {
      '@opentelemetry/api': '1.9.1',
      '@opentelemetry/api-logs': '0.223.0',
      '@opentelemetry/core': '2.12.0',
      '@opentelemetry/otlp-transformer': '0.223.0',
      '@opentelemetry/resources': '2.12.0',
      '@opentelemetry/sdk-logs': '0.223.0',
      '@opentelemetry/sdk-node': '0.223.0',
    },
  },
  '3.x with api 1.10': {
    on: [22, 24, 26],
    needs: {
      '@opentelemetry/api': '1.10.0',
      '@opentelemetry/core': '3.1.0',
      '@opentelemetry/otlp-transformer': '0.301.0',
      '@opentelemetry/resources': '3.1.0',
      '@opentelemetry/sdk-logs': '3.1.0',
      '@opentelemetry/sdk-node': '0.301.0',
    },
  },
} as const;

const live = `
setupTelemetry();
const agent = startAgent({ id: 'worker-3', fleet: 'shop' });
agent.run('execute_tool', { tool: 'search' }, () => {}).then(() => agent.stop());`;
/** Where the user has OpenTelemetry already: what it registers is found, whichever of the two places that is. */
const own = `
const said = [];
const exporter = { export(records, done) { said.push(...records); done({ code: 0 }); }, shutdown: async () => {} };
const processor = { onEmit: (record) => said.push(record), forceFlush: async () => {}, shutdown: async () => {} };
new NodeSDK({ logRecordProcessors: [processor], spanProcessors: [], metricReaders: [] }).start();
startAgent({ id: 'worker-3', fleet: 'shop', signals: false }).stop().then(() => console.log(said.map((one) => one.eventName).join()));`;
const scripts = {
  'live.mjs': `import { setupTelemetry, startAgent } from '@mortsafe/agent-sdk/node';${live}`,
  'live.cjs': `const { setupTelemetry, startAgent } = require('@mortsafe/agent-sdk/node');${live}`,
  'own.mjs': `import { startAgent } from '@mortsafe/agent-sdk';import { NodeSDK } from '@opentelemetry/sdk-node';${own}`,
  'own.cjs': `const { startAgent } = require('@mortsafe/agent-sdk');const { NodeSDK } = require('@opentelemetry/sdk-node');${own}`,
};

let archive: Packed;
let programs: Record<keyof typeof nodes, string>;
let receiver: OtlpReceiver;

async function install(name: string, dependencies: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(archive.directory, name);
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'], {
    cwd: folder,
  });
  return folder;
}

beforeAll(async () => {
  archive = await packed();
  const versions = Object.entries(nodes);
  const aliases = versions.map(([major, version]) => [`node-${major}`, `npm:${platform}@${version}`]);
  const folder = await install('nodes', Object.fromEntries(aliases));
  const paths = versions.map(([major]) => [
    major,
    join(folder, 'node_modules', `node-${major}`, 'bin', 'node'),
  ]);
  programs = Object.fromEntries(paths);
}, 240_000);
afterAll(() => archive.remove());
beforeEach(async () => {
  receiver = await otlpReceiver();
});
afterEach(() => receiver.close());

async function runOn(major: keyof typeof nodes, folder: string, script: string): Promise<string> {
  const env = { PATH: process.env.PATH, MORTSAFE_ENDPOINT: receiver.url };
  const child = spawn(programs[major], [script], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const code = await new Promise((resolve) => child.on('exit', resolve));
  expect(code, said).toBe(0);
  return said;
}

describe.each(Object.entries(lines))('the published package with OpenTelemetry %s', (line, { on, needs }) => {
  let folder: string;
  beforeAll(async () => {
    folder = await install(line.slice(0, 1), { ...needs, '@mortsafe/agent-sdk': `file:${archive.tarball}` });
    for (const [name, text] of Object.entries(scripts)) await writeFile(join(folder, name), text);
  }, 240_000);

  it.each(on.flatMap((major) => ['live.mjs', 'live.cjs'].map((script) => [major, script] as const)))(
    'is heard from Node.js %i: %s',
    async (major, script) => {
      expect(await runOn(major, folder, script)).toBe('');
      const types = receiver.events.map(({ type }) => type);
      expect(types).toEqual(['agent.started', 'agent.heartbeat', 'agent.stopped']);
      expect(receiver.spans.map(({ name }) => name)).toEqual(['execute_tool search']);
    },
  );

  it.each(['own.mjs', 'own.cjs'])('says what it says to the provider of the user: %s', async (script) => {
    const said = await runOn(on[on.length - 1] ?? 24, folder, script);
    const names = ['started', 'heartbeat', 'stopped'].map((name) => `mortsafe.agent.${name}`);
    expect(said.trim()).toBe(names.join());
  });
});
