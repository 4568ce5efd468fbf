import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KafkaLocation, kafkaLocation } from './kafka-location.ts';

describe('where Kafka is', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'mortsafe-kafka-'));
  });
  afterEach(() => rm(cwd, { recursive: true }));

  const locate = async (
    file: string,
    env: NodeJS.ProcessEnv = {},
    brokers?: string,
  ): Promise<KafkaLocation> => {
    await writeFile(join(cwd, 'mortsafe.yaml'), file);
    return kafkaLocation({ ...(brokers !== undefined && { brokers }) }, { cwd, env });
  };

  it('is what the command line says, before the environment, before the file', async () => {
    const file = 'kafka: { brokers: ["file:1"] }';
    const env = { MORTSAFE_KAFKA_BROKERS: 'env:1, env:2' };
    expect((await locate(file)).settings.brokers).toEqual(['file:1']);
    expect((await locate(file, env)).settings.brokers).toEqual(['env:1', 'env:2']);
    expect((await locate(file, env, 'line:1')).settings.brokers).toEqual(['line:1']);
  });

  it('has defaults for everything else', async () => {
    const { doors, topics, groups, partitions } = await locate('', {}, 'b:1');
    expect(doors.map(({ topic }) => topic)).toContain('otlp_logs');
    expect(topics).toMatchObject({ agentEvents: 'mortsafe.agent-events', control: 'mortsafe.control' });
    expect(groups).toEqual({ route: 'mortsafe-route', detect: 'mortsafe-detect', soc: 'mortsafe-soc' });
    expect(partitions).toBe(8);
  });

  it('lets sensors in as the platform, in all words or in those of one, and as nobody else', async () => {
    const door = (origin: string, format: string) =>
      `kafka: { doors: [{ topic: a, origin: ${origin}, format: ${format} }, { topic: people, origin: control, format: events }] }`;
    const { doors } = await locate(door('platform', 'sensors falco'), {}, 'b:1');
    expect(doors[0]).toMatchObject({ format: 'sensors falco', pass: { origin: 'platform' } });
    await expect(locate(door('agent', 'sensors'), {}, 'b:1')).rejects.toThrow('origin must be platform');
    await expect(locate(door('platform', 'sensors gossip'), {}, 'b:1')).rejects.toThrow('format');
  });

  it('takes names, doors and credentials from the file, and secrets from where it says', async () => {
    const found = await locate(
      `kafka:
  tls: { caFile: ca.pem }
  sasl: { mechanism: scram-sha-512, username: detector, password: { env: KAFKA_PASSWORD } }
  topics: { findings: soc.findings }
  doors:
    - { topic: spans, origin: agent, format: otlp spans, fleets: ["shop-*"] }
    - { topic: people, origin: control, format: events }`,
      { KAFKA_PASSWORD: 'secret' },
      'b:1',
    );
    expect(found.settings).toMatchObject({
      tls: { caFile: join(cwd, 'ca.pem') },
      sasl: { username: 'detector', password: 'secret' },
    });
    expect(found.topics).toMatchObject({ findings: 'soc.findings', control: 'people' });
    expect(found.doors[0]).toEqual({
      topic: 'spans',
      format: 'otlp spans',
      pass: { origin: 'agent', fleets: ['shop-*', 'mortsafe.canary'] },
    });
  });

  it('takes credentials from the environment alone', async () => {
    const env = {
      ...{ MORTSAFE_KAFKA_SASL_MECHANISM: 'scram-sha-256', MORTSAFE_KAFKA_USERNAME: 'detector' },
      MORTSAFE_KAFKA_PASSWORD: 'secret',
    };
    expect((await locate('', env, 'b:1')).settings.sasl).toMatchObject({ username: 'detector' });
  });

  it('takes no empty variable for an answer', async () => {
    const file = 'kafka: { tls: {}, sasl: { mechanism: plain, username: u, password: { env: P } } }';
    const empty = {
      MORTSAFE_KAFKA_SASL_MECHANISM: '',
      MORTSAFE_KAFKA_USERNAME: '',
      MORTSAFE_KAFKA_PASSWORD: '',
    };
    const { settings } = await locate(file, { ...empty, P: 'secret' }, 'b:1');
    expect(settings.sasl).toEqual({ mechanism: 'plain', username: 'u', password: 'secret' });
    expect((await locate('', empty, 'b:1')).settings.sasl).toBeUndefined();
  });

  it("finds a token's file from where each of its names was given", async () => {
    await mkdir(join(cwd, 'etc'));
    const config = join('etc', 'mortsafe.yaml');
    await writeFile(
      join(cwd, config),
      'kafka: { tls: {}, sasl: { mechanism: oauthbearer, tokenFile: token } }',
    );
    const locatedBy = (env: NodeJS.ProcessEnv) => kafkaLocation({ config, brokers: 'b:1' }, { cwd, env });
    expect(locatedBy({}).settings.sasl).toMatchObject({ tokenFile: join(cwd, 'etc/token') });
    const env = { MORTSAFE_KAFKA_TOKEN_FILE: 'token' };
    expect(locatedBy(env).settings.sasl).toMatchObject({ tokenFile: join(cwd, 'token') });
  });

  it.each([
    [
      'no token',
      '',
      { MORTSAFE_KAFKA_SASL_MECHANISM: 'oauthbearer', MORTSAFE_KAFKA_BROKERS: 'b:1' },
      'tokenFile',
    ],
    ['no broker', '', {}, 'which Kafka? --brokers'],
    ['a broker without a port', 'kafka: { brokers: [nowhere] }', {}, 'must be host:port'],
    ['a key that is not there', 'kafka: { broker: [b:1] }', {}, 'kafka.broker: there is no such key'],
    [
      'no control door',
      'kafka: { brokers: ["b:1"], doors: [{ topic: t, origin: agent, format: events }] }',
      {},
      'no door of origin control',
    ],
    [
      'a password that is not set',
      'kafka: { brokers: ["b:1"], sasl: { mechanism: plain, username: u, password: { env: NONE } } }',
      {},
      'the environment variable NONE',
    ],
  ])('refuses %s', async (_, file, env, problem) => {
    await expect(locate(file, env)).rejects.toThrow(problem);
  });
});
