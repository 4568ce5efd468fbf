import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKafka, type KafkaWriter, kafkaReader, openKafkaWriter } from '@mortsafe/sources/kafka';
import { freePorts } from '@mortsafe/testing';
import { type Broker, startBroker } from '@mortsafe/testing/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Commands, commandsIn } from '../testing/commands-in.ts';
import { CONTROL_TOKEN_FILE } from '../up/data-directory.ts';

const OCSF = 'mortsafe.findings.ocsf';
/** Of a channel, which tells of incidents. */
const LAKE = 'soc.ocsf';
const WAIT = { timeout: 40_000, interval: 200 };

let broker: Broker;
let cwd: string;
let run: Commands;
let port: number | undefined;
let writer: KafkaWriter | undefined;

beforeAll(async () => {
  broker = await startBroker();
  cwd = await mkdtemp(join(tmpdir(), 'mortsafe-apart-'));
  run = commandsIn(cwd);
  [port] = await freePorts(1);
  await writeFile(
    join(cwd, 'mortsafe.yaml'),
    `kafka: { brokers: ["${broker.brokers[0]}"], partitions: 2, replicationFactor: 1, topics: { ocsf: ${OCSF} } }
doors: { soc: { port: ${port} } }
channels: { ocsf: [{ name: lake, topic: ${LAKE}, version: 1.9.0 }] }
`,
  );
  const admin = (await createKafka({ brokers: broker.brokers, clientId: 'lake' }, () => {})).admin();
  await admin.createTopics({ topics: [{ topic: LAKE, numPartitions: 2 }] });
  await admin.disconnect();
});
afterAll(async () => {
  run?.endAll();
  await writer?.close();
  await broker?.stop();
  await rm(cwd, { recursive: true, force: true });
});

async function sensed(type: string, instance: string, fields: object = {}): Promise<void> {
  const body = {
    id: `${type}-${instance}`,
    type,
    time: Date.now(),
    fleet: 'crew',
    agent: 'worker',
    instance,
  };
  const value = Buffer.from(JSON.stringify({ ...body, ...fields }));
  await writer?.write([{ topic: 'mortsafe.platform', key: 'crew', value }]);
}

/** What comes for other programs. */
function followOcsf(topic: string, signal: AbortSignal): unknown[] {
  const found: unknown[] = [];
  void (async () => {
    const kafka = await createKafka({ brokers: broker.brokers, clientId: 'other' }, () => {});
    const reader = kafkaReader({ kafka, groupId: `other-${topic}`, topics: [topic] });
    for await (const step of reader.read(signal)) {
      if (step.kind !== 'batch') continue;
      for (const { body } of step.deliveries) found.push(JSON.parse(Buffer.from(body).toString()));
    }
  })();
  return found;
}

/** Ids of the events that incidents show. */
async function timeline(): Promise<string[]> {
  const token = (await readFile(join(cwd, '.mortsafe', CONTROL_TOKEN_FILE), 'utf8')).trim();
  const get = async (path: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`http://127.0.0.1:${port}/api/v1/incidents${path}`, { headers })).json();
  };
  const { incidents } = (await get('')) as { incidents: { id: string }[] };
  const whole = await Promise.all(incidents.map(({ id }) => get(`/${id}`)));
  return (whole as { incident: { timeline: { event: { id: string } }[] } }[]).flatMap(({ incident }) =>
    incident.timeline.map(({ event }) => event.id),
  );
}

describe('the detector and the SOC application, each in a process of its own', () => {
  it('tell of a killed agent that is back, by Kafka alone', { timeout: 120_000 }, async () => {
    const detector = run.mortsafe('detector', '--create-topics');
    await expect.poll(detector.said, WAIT).toContain('partition 1: ');
    const soc = run.mortsafe('soc');
    await expect.poll(soc.said, WAIT).toContain('shows incidents at');
    writer = await openKafkaWriter({
      kafka: await createKafka({ brokers: broker.brokers, clientId: 'sensor' }, () => {}),
    });

    const following = new AbortController();
    const ocsf = followOcsf(OCSF, following.signal);
    const lake = followOcsf(LAKE, following.signal);
    await sensed('agent.started', 'w-1');
    const kill = run.mortsafe('kill', 'worker', '--fleet', 'crew');
    expect(await kill.ended).toBe(0);
    await sensed('agent.stopped', 'w-1', { reason: 'killed' });
    await sensed('agent.started', 'w-2');
    await expect.poll(soc.said, WAIT).toContain('Killed agent worker is back');
    const orders = run.mortsafe('orders');
    expect(await orders.ended).toBe(0);
    expect(orders.said()).toContain('violated');
    const agents = async (): Promise<string> => {
      const asked = run.mortsafe('agents');
      await asked.ended;
      return asked.said();
    };
    await expect.poll(agents, WAIT).toContain('worker');
    await sensed('agent.stopped', 'w-2', { reason: 'crashed' });
    await expect.poll(timeline, WAIT).toContain('agent.stopped-w-2');
    await expect
      .poll(() => ocsf, WAIT)
      .toContainEqual(
        expect.objectContaining({ class_uid: 2004, metadata: expect.objectContaining({ version: '1.8.0' }) }),
      );

    await expect
      .poll(() => lake, WAIT)
      .toContainEqual(
        expect.objectContaining({
          class_uid: 2004,
          metadata: expect.objectContaining({ version: '1.9.0', uid: expect.any(String) }),
          finding_info: expect.objectContaining({ title: expect.stringContaining('worker') }),
        }),
      );

    following.abort();
    expect(await Promise.all([soc.end(), detector.end()])).toEqual([0, 0]);
  });

  const database = process.env.MORTSAFE_POSTGRES_URL;
  // Where one is named, as `.ci/run` does.
  if (database)
    it('keep incidents in PostgreSQL, for whoever comes next', { timeout: 120_000 }, async () => {
      const [port] = await freePorts(1);
      const config = join(cwd, 'postgres.yaml');
      const schema = `apart_${crypto.randomUUID().slice(0, 8)}`;
      await writeFile(
        config,
        `kafka: { brokers: ["${broker.brokers[0]}"], groups: { soc: on-postgres } }
doors: { soc: { port: ${port} } }
storage: { postgres: { env: MORTSAFE_POSTGRES_URL }, schema: ${schema} }\n`,
      );
      const first = run.mortsafe('soc', '--config', config);
      await expect.poll(first.said, WAIT).toContain('Killed agent worker is back');
      expect(await first.end()).toBe(0);

      // All has been read: what it knows now stands in the database.
      const next = run.mortsafe('soc', '--config', config, '--data', 'another');
      await expect.poll(next.said, WAIT).toContain('shows incidents at');
      const orders = run.mortsafe('orders', '--config', config, '--data', 'another');
      expect(await orders.ended).toBe(0);
      expect(orders.said()).toContain('violated');
      expect(await next.end()).toBe(0);
      expect(next.said()).not.toContain('is back');
    });

  it('says which topics are missing, and what makes them', async () => {
    const config = join(cwd, 'other.yaml');
    await writeFile(config, `kafka: { brokers: ["${broker.brokers[0]}"], topics: { findings: nowhere } }`);
    const detector = run.mortsafe('detector', '--config', config);
    expect(await detector.ended).toBe(2);
    expect(detector.said()).toContain(
      'there is no topic nowhere\n--create-topics makes those that are missing',
    );
  });
});
