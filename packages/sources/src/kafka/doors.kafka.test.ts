import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyPolicy } from '@mortsafe/agent-events';
import { type Broker, startBroker } from '@mortsafe/testing/kafka';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encode } from '../otlp/otlp.proto.fixture.ts';
import { checkDoors } from './check-doors.ts';
import { createKafka } from './create-kafka.ts';
import { defaultDoorTopics, doorDecoder, type FromDoor } from './door-topics.ts';
import { kafkaReader } from './kafka-reader.ts';
import { type KafkaSettings, parseKafkaSettings } from './kafka-settings.ts';
import { openKafkaWriter } from './kafka-writer.ts';
import { rejectedMessage } from './rejected-message.ts';

const passwords = { detector: 'detects', agent: 'acts', sensor: 'senses' };
const topics = defaultDoorTopics.map(({ topic }) => topic);
const CLAIMED_MS = Date.UTC(2020, 0, 1);

let broker: Broker;
let folder: string;
let caFile: string;
let admin: Admin;

beforeAll(async () => {
  broker = await startBroker({ tls: true, scram: passwords, oauth: true, acl: true });
  folder = await mkdtemp(join(tmpdir(), 'mortsafe-doors-'));
  caFile = join(folder, 'ca.pem');
  await writeFile(caFile, broker.certificates?.authority ?? '');
  await broker.createTopics([
    ...topics.map((topic) => ({
      topic,
      numPartitions: 1,
      configEntries: [
        { name: 'message.timestamp.type', value: 'LogAppendTime' },
        { name: 'compression.type', value: 'uncompressed' },
      ],
    })),
    'claimed-time',
    'mortsafe.rejected',
  ]);
  admin = (await createKafka({ brokers: broker.brokers, clientId: 'admin' }, () => {})).admin();
  await admin.connect();
  await permit('agent', ['otlp_logs', 'otlp_spans'], kafkajs.AclOperationTypes.WRITE);
  await permit('token-sensor', ['mortsafe.platform'], kafkajs.AclOperationTypes.WRITE);
  await permit('detector', topics, kafkajs.AclOperationTypes.READ);
  await permit('detector', ['mortsafe.rejected'], kafkajs.AclOperationTypes.WRITE);
});
afterAll(async () => {
  await admin?.disconnect();
  await broker?.stop();
  await rm(folder, { recursive: true, force: true });
});

const { AclResourceTypes, AclPermissionTypes, ResourcePatternTypes } = kafkajs;

async function permit(user: string, names: readonly string[], operation: number): Promise<void> {
  const entry = {
    principal: `User:${user}`,
    host: '*',
    permissionType: AclPermissionTypes.ALLOW,
    resourcePatternType: ResourcePatternTypes.LITERAL,
  };
  const acl = names.map((resourceName) => ({
    ...entry,
    operation,
    resourceName,
    resourceType: AclResourceTypes.TOPIC,
  }));
  const group = { ...entry, operation: kafkajs.AclOperationTypes.READ, resourceName: `${user}s` };
  await admin.createAcls({ acl: [...acl, { ...group, resourceType: AclResourceTypes.GROUP }] });
}

function settings(value: object): KafkaSettings {
  const parsed = parseKafkaSettings(value);
  if (parsed.kind === 'refused') throw new Error(parsed.problems.join());
  return parsed.settings;
}

const as = (username: keyof typeof passwords): Promise<Kafka> =>
  createKafka(
    settings({
      brokers: [broker.listeners.scram],
      tls: { caFile },
      sasl: { mechanism: 'scram-sha-512', username, password: passwords[username] },
    }),
    () => {},
  );

async function write(kafka: Kafka, topic: string, value: Buffer): Promise<void> {
  const writer = await openKafkaWriter({ kafka });
  try {
    await writer.write([{ topic, value }]);
  } finally {
    await writer.close();
  }
}

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

/** As the Collector's exporter writes it: no key, many records of several resources in one message. */
const logs = {
  resourceLogs: ['worker-1', 'worker-2'].map((agent) => ({
    resource: { attributes: [text('service.instance.id', `${agent}-a`), text('mortsafe.fleet', 'checkout')] },
    scopeLogs: [
      {
        logRecords: [0, 1].map((sequence) => ({
          timeUnixNano: `${CLAIMED_MS}000000`,
          observedTimeUnixNano: `${CLAIMED_MS}000000`,
          eventName: 'mortsafe.agent.heartbeat',
          attributes: [
            text('mortsafe.agent', agent),
            { key: 'mortsafe.sequence', value: { intValue: `${sequence}` } },
            { key: 'mortsafe.interval', value: { intValue: '1000' } },
          ],
        })),
      },
    ],
  })),
};
const order = {
  ...{ id: 'k1', type: 'kill.ordered', time: CLAIMED_MS, fleet: 'checkout', order: 'k1', origin: 'agent' },
  ...{ target: { agents: ['worker-1'] }, orderedBy: 'person:ann' },
};

describe('doors', () => {
  it('give origin by topic and the broker’s time, whatever is claimed', async () => {
    const before = Date.now();
    await write(await as('agent'), 'otlp_logs', Buffer.from(encode('LogsRequest', logs)));
    await write(await as('agent'), 'otlp_logs', Buffer.from(JSON.stringify(logs)));
    await write(await as('agent'), 'otlp_logs', Buffer.from([0x0a, 0xff]));
    const people = await createKafka({ brokers: broker.brokers, clientId: 'people' }, () => {});
    await write(people, 'mortsafe.control', Buffer.from(`${JSON.stringify(order)}\n{"type":`));

    const found: FromDoor = { events: [], rejections: [], drops: [] };
    const decode = doorDecoder(defaultDoorTopics, emptyPolicy);
    const stop = new AbortController();
    const reader = kafkaReader({ kafka: await as('detector'), groupId: 'detectors', topics });
    for await (const step of reader.read(stop.signal)) {
      if (step.kind !== 'batch') continue;
      for (const delivery of step.deliveries) {
        const { events, rejections } = decode(step.topic, delivery);
        found.events.push(...events);
        found.rejections.push(...rejections);
      }
      if (found.events.length >= 9 && found.rejections.length >= 2) stop.abort();
    }

    const origins = found.events.map(({ origin, type }) => `${origin} ${type}`);
    expect(origins.filter((each) => each === 'agent agent.heartbeat')).toHaveLength(8);
    expect(origins).toContain('control kill.ordered');
    for (const { time, observedTime } of found.events) {
      expect(time).toBe(CLAIMED_MS);
      expect(observedTime).toBeGreaterThanOrEqual(before);
      expect(observedTime).toBeLessThanOrEqual(Date.now());
    }
    expect(found.rejections.map(({ position, reason }) => `${position}: ${reason}`).sort()).toEqual([
      'mortsafe.control/0@0#1: not valid JSON',
      'otlp_logs/0@2: the input is truncated',
    ]);
    const writer = await openKafkaWriter({ kafka: await as('detector') });
    await writer.write(found.rejections.map((each) => rejectedMessage(each, Date.now())));
    await writer.close();
    const offsets = await admin.fetchTopicOffsets('mortsafe.rejected');
    expect(offsets.reduce((sum, { high }) => sum + Number(high), 0)).toBe(2);
  });

  it('are shut for whom nobody permitted to write there', async () => {
    for (const topic of ['mortsafe.control', 'mortsafe.platform', 'mortsafe.rejected']) {
      await expect(write(await as('agent'), topic, Buffer.from('{}'))).rejects.toThrow(/authoriz/i);
    }
  });

  it('know who bears a token that lies in a file', async () => {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, `${broker.tokens?.token('token-sensor')}\n`);
    const sasl = { mechanism: 'oauthbearer', tokenFile };
    const kafka = await createKafka(
      settings({ brokers: [broker.listeners.oauth], tls: { caFile }, sasl }),
      () => {},
    );
    await write(kafka, 'mortsafe.platform', Buffer.from('{}'));
    await expect(write(kafka, 'mortsafe.control', Buffer.from('{}'))).rejects.toThrow(/authoriz/i);
  });
});

describe('checkDoors', () => {
  it('has nothing to say of topics that are fit', async () => {
    expect(await checkDoors(admin, topics)).toEqual([]);
  });

  it('says what is wrong with the others, and what to type', async () => {
    const problems = await checkDoors(admin, ['claimed-time', 'nowhere']);
    expect(problems.map(({ topic, fatal }) => ({ topic, fatal }))).toEqual([
      { topic: 'nowhere', fatal: true },
      { topic: 'claimed-time', fatal: true },
      { topic: 'claimed-time', fatal: false },
    ]);
    expect(problems[1]?.problem).toContain('--add-config message.timestamp.type=LogAppendTime');
  });
});
