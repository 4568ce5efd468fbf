import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { variables } from './environment.ts';
import { kafkaLocation } from './kafka-location.ts';
import { readConfig } from './read-config.ts';
import { loadSettings } from './settings.ts';

describe('the environment', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'mortsafe-environment-'));
  });
  afterEach(() => rm(cwd, { recursive: true }));
  const configure = (text: string) => writeFile(join(cwd, 'mortsafe.yaml'), text);

  it('comes before the file, and after the command line', async () => {
    await configure('doors: { soc: { port: 1111, host: "::1" }, agents: { port: 2222 } }');
    const env = { MORTSAFE_SOC_PORT: '3333', MORTSAFE_AGENTS_PORT: '4444', MORTSAFE_CHECKPOINT_EVERY: '2s' };
    const settings = loadSettings({ agentsPort: 5555 }, { cwd, env });
    expect(settings.socDoor).toMatchObject({ port: 3333, host: '::1' });
    expect(settings.agentsDoor.port).toBe(5555);
    expect(settings.checkpointEveryMs).toBe(2_000);
  });

  it('names paths from where the command runs', () => {
    expect(loadSettings({}, { cwd, env: { MORTSAFE_DATA: 'here' } }).dataDirectory).toBe(join(cwd, 'here'));
  });

  it('says nothing where it is empty', () => {
    expect(loadSettings({}, { cwd, env: { MORTSAFE_SOC_PORT: '' } }).socDoor.port).toBe(4380);
  });

  it('reaches Kafka before the file does', async () => {
    await configure(
      'kafka: { brokers: [file:1], tls: { caFile: a.pem }, sasl: { mechanism: plain, username: file, password: { env: P } } }',
    );
    const env = { P: 'theirs', MORTSAFE_KAFKA_CA_FILE: '/b.pem', MORTSAFE_KAFKA_USERNAME: 'me' };
    expect(kafkaLocation({}, { cwd, env }).settings).toMatchObject({
      tls: { caFile: '/b.pem' },
      sasl: { mechanism: 'plain', username: 'me', password: 'theirs' },
    });
    const all = { ...env, MORTSAFE_KAFKA_SASL_MECHANISM: 'scram-sha-512', MORTSAFE_KAFKA_PASSWORD: 'mine' };
    expect(kafkaLocation({}, { cwd, env: all }).settings.sasl).toEqual({
      ...{ mechanism: 'scram-sha-512', username: 'me', password: 'mine' },
    });
  });

  it.each([
    ['MORTSAFE_SOC_PORT', 'many'],
    ['MORTSAFE_AGENTS_PORT', '70000'],
    ['MORTSAFE_CHECKPOINT_EVERY', 'often'],
    ['MORTSAFE_PUBLIC_URL', 'ftp://nowhere'],
  ])('is refused by the name of its variable: %s', (name, value) => {
    expect(() => loadSettings({}, { cwd, env: { [name]: value } })).toThrow(`the environment: ${name}: `);
  });

  it('can say nothing that the file could not', () => {
    const fit = { text: '15s', path: 'a-file', whole: '7', list: 'a:1, b:2' };
    const others: Record<string, string> = {
      MORTSAFE_PUBLIC_URL: 'https://soc.example.org',
      MORTSAFE_KAFKA_SESSION_TIMEOUT_MS: '6000',
    };
    for (const [name, { as }] of Object.entries(variables)) {
      const value = others[name] ?? fit[as];
      expect(() => readConfig({}, { cwd, env: { [name]: value } })).not.toThrow();
    }
  });
});
