import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMissingTopics, defaultTopicNames } from '@mortsafe/detector/kafka';
import { createKafka, defaultDoorTopics, type KafkaSettings, openKafkaWriter } from '@mortsafe/sources/kafka';
import { freePorts } from '@mortsafe/testing';
import { type Broker, startBroker } from '@mortsafe/testing/kafka';
import kafkajs, { type Kafka } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsIn } from '../testing/commands-in.ts';
import { recipe, table, whatGoes } from '../testing/kafka-permits.ts';

const passwords = { agent: 'acts', sensor: 'senses', operator: 'operates', soc: 'tells' };
const principals = [...Object.keys(passwords), 'detector'] as const;
const { control: _, ...own } = defaultTopicNames;
const topics = [...defaultDoorTopics.map(({ topic }) => topic), ...Object.values(own)];
const WAIT = { timeout: 60_000, interval: 300 };

let broker: Broker;
let folder: string;
let admin: Kafka;

beforeAll(async () => {
  broker = await startBroker({
    ...{ tls: true, scram: passwords, acl: true },
    properties: { 'ssl.principal.mapping.rules': 'RULE:^CN=([^,]+).*$/$1/,DEFAULT' },
  });
  folder = await mkdtemp(join(tmpdir(), 'mortsafe-permits-'));
  const { cert, key, ca } = await (broker.certificates as NonNullable<Broker['certificates']>).client(
    'detector',
  );
  for (const [name, text] of Object.entries({ 'ca.pem': ca, 'cert.pem': cert, 'key.pem': key })) {
    await writeFile(join(folder, name), text, { mode: 0o600 });
  }
  admin = await createKafka({ brokers: broker.brokers, clientId: 'admin' }, () => {});
  await createMissingTopics({
    ...{ kafka: admin, doors: defaultDoorTopics, topics: defaultTopicNames },
    ...{ partitions: 2, replicationFactor: 1 },
  });
  await permit(recipe());
});
afterAll(async () => {
  await broker?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function permit(acl: ReturnType<typeof recipe>): Promise<void> {
  const client = admin.admin();
  await client.connect();
  await client.createAcls({ acl });
  await client.disconnect();
}

const settingsOf = (principal: string): KafkaSettings => ({
  clientId: principal,
  brokers: [(principal === 'detector' ? broker.listeners.mtls : broker.listeners.scram) ?? ''],
  tls: {
    caFile: join(folder, 'ca.pem'),
    ...(principal === 'detector' && {
      certFile: join(folder, 'cert.pem'),
      keyFile: join(folder, 'key.pem'),
    }),
  },
  ...(principal !== 'detector' && {
    sasl: {
      ...{ mechanism: 'scram-sha-512' as const, username: principal },
      password: passwords[principal as keyof typeof passwords],
    },
  }),
});
const as = (principal: string): Promise<Kafka> => createKafka(settingsOf(principal), () => {});

async function write(principal: string, topic: string, event: object): Promise<void> {
  const writer = await openKafkaWriter({ kafka: await as(principal) });
  const about = { fleet: 'crew', agent: 'worker', time: Date.now(), id: crypto.randomUUID() };
  await writer.write([{ topic, key: 'crew', value: Buffer.from(JSON.stringify({ ...about, ...event })) }]);
  await writer.close();
}

describe('the recipe of permits', () => {
  it('is enough for the detector, known by its certificate, and for the SOC application', {
    timeout: 150_000,
  }, async () => {
    const [socPort = 0] = await freePorts(1);
    const { mortsafeWith, endAll } = commandsIn(folder);
    const env = {
      MORTSAFE_SOC_PORT: String(socPort),
      MORTSAFE_OPERATIONS_PORT: '0',
      MORTSAFE_KAFKA_CA_FILE: 'ca.pem',
    };
    const detectorEnv = {
      ...env,
      MORTSAFE_KAFKA_BROKERS: broker.listeners.mtls,
      MORTSAFE_KAFKA_CERT_FILE: 'cert.pem',
      MORTSAFE_KAFKA_KEY_FILE: 'key.pem',
    };
    const socEnv = {
      ...env,
      MORTSAFE_KAFKA_BROKERS: broker.listeners.scram,
      MORTSAFE_KAFKA_SASL_MECHANISM: 'scram-sha-512',
      MORTSAFE_KAFKA_USERNAME: 'soc',
      MORTSAFE_KAFKA_PASSWORD: passwords.soc,
    };
    const detector = mortsafeWith(detectorEnv, 'detector');
    const soc = mortsafeWith(socEnv, 'soc');
    try {
      await expect.poll(detector.said, WAIT).toContain('partition 1: ');
      await expect.poll(soc.said, WAIT).toContain('shows incidents at');
      await write('sensor', 'mortsafe.platform', { type: 'agent.started', instance: 'w-1' });
      expect(await mortsafeWith(env, 'kill', 'worker', '--fleet', 'crew').ended).toBe(0);
      await write('sensor', 'mortsafe.platform', {
        type: 'agent.stopped',
        instance: 'w-1',
        reason: 'killed',
      });
      await write('sensor', 'mortsafe.platform', { type: 'agent.started', instance: 'w-2' });
      await expect.poll(soc.said, WAIT).toContain('Killed agent worker is back');
      expect(await Promise.all([soc.end(), detector.end()])).toEqual([0, 0]);
      expect(`${detector.said()}${soc.said()}`).not.toMatch(/authori[sz]ation|not authori[sz]ed/i);
    } finally {
      endAll();
    }
  });

  it('lets everybody do what the table says and nothing else, at every topic', {
    timeout: 120_000,
  }, async () => {
    const writer = await openKafkaWriter({ kafka: admin });
    await writer.write(topics.map((topic) => ({ topic, key: 'try', value: Buffer.from('try') })));
    await writer.close();
    // Else the permit for a group would hide that of the topic.
    const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
    await permit(
      principals.map((principal) => ({
        ...{ principal: `User:${principal}`, host: '*', operation: AclOperationTypes.READ },
        ...{ resourceType: AclResourceTypes.GROUP, resourceName: `try-${principal}` },
        resourcePatternType: ResourcePatternTypes.PREFIXED,
        permissionType: AclPermissionTypes.ALLOW,
      })),
    );
    const seen = new Map<string, string>();
    for (const topic of topics) {
      await Promise.all(
        principals.map(async (principal) => {
          const goes = await whatGoes(await as(principal), topic, `try-${principal}-${topic}`);
          seen.set(`${principal} ${topic}`, goes);
        }),
      );
    }
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(table()));
  });

  it('lets an agent write what it claims, and no more', () => {
    const agents = [...table()].filter(([key, may]) => key.startsWith('agent ') && may !== '–');
    expect(agents).toEqual([
      ['agent otlp_logs', 'write'],
      ['agent otlp_spans', 'write'],
    ]);
  });
});
