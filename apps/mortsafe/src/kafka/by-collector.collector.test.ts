import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AgentEvent, parseReport, serialiseAgentEvent } from '@mortsafe/agent-events';
import { createKafka, kafkaReader, openKafkaWriter } from '@mortsafe/sources/kafka';
import { type Collector, startCollector } from '@mortsafe/testing/collector';
import { type Broker, startBroker } from '@mortsafe/testing/kafka';
import type { Kafka } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Commands, commandsIn } from '../testing/commands-in.ts';

const AGENT = fileURLToPath(new URL('../testing/sdk-agent.ts', import.meta.url));
const WAIT = { timeout: 60_000, interval: 200 };

let broker: Broker;
let kafka: Kafka;
let folder: string;
let run: Commands;
let collector: Collector;

beforeAll(async () => {
  broker = await startBroker();
  kafka = await createKafka({ brokers: broker.brokers, clientId: 'test' }, () => {});
  folder = await mkdtemp(join(tmpdir(), 'mortsafe-collected-'));
  run = commandsIn(folder);
  const [address] = broker.brokers;
  await writeFile(
    join(folder, 'mortsafe.yaml'),
    `kafka: { brokers: ["${address}"], partitions: 2, replicationFactor: 1 }\n`,
  );
});
afterAll(async () => {
  run?.endAll();
  await collector?.stop();
  await broker?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Keeps what comes by a topic, from its beginning. */
function follow(topic: string, signal: AbortSignal): string[] {
  const bodies: string[] = [];
  const reader = kafkaReader({ kafka, groupId: `follow-${topic}`, topics: [topic] });
  void (async () => {
    for await (const step of reader.read(signal)) {
      if (step.kind === 'batch')
        for (const { body } of step.deliveries) bodies.push(Buffer.from(body).toString());
    }
  })();
  return bodies;
}

const agent = () =>
  run.node([AGENT], { MORTSAFE_ENDPOINT: collector.url, MORTSAFE_AGENT: 'worker', MORTSAFE_FLEET: 'crew' });

const said = (reports: readonly string[]): string[] =>
  reports.flatMap((body) => {
    const report = parseReport(body);
    return report.kind === 'finding' ? [`${report.finding.rule} ${report.finding.subject}`] : [];
  });

async function order(): Promise<void> {
  const writer = await openKafkaWriter({ kafka });
  const now = Date.now();
  const event: AgentEvent = {
    ...{ id: 'k-1', type: 'kill.ordered', time: now, observedTime: now, origin: 'control', fleet: 'crew' },
    ...{ order: 'k-1', target: { agents: ['worker'] }, scope: 'agent', level: 'mandatory', deadline: 0 },
    orderedBy: { kind: 'person', id: 'ada' },
  };
  await writer.write([
    { topic: 'mortsafe.control', key: 'crew', value: Buffer.from(serialiseAgentEvent(event)) },
  ]);
  await writer.close();
}

describe('a fleet whose SDK speaks to an OpenTelemetry Collector before Kafka', () => {
  it('is watched: a killed agent that is back is found', { timeout: 180_000 }, async () => {
    const following = new AbortController();
    const detector = run.mortsafe('detector', '--create-topics');
    await expect.poll(detector.said, WAIT).toContain('partition 1: ');
    collector = await startCollector({ brokers: broker.brokers });
    const logs = follow('otlp_logs', following.signal);
    const spans = follow('otlp_spans', following.signal);
    const reports = follow('mortsafe.findings', following.signal);

    const first = agent();
    await expect.poll(() => logs.join(), WAIT).toContain('mortsafe.agent.started');
    await expect.poll(() => spans.join(), WAIT).toContain('execute_tool');
    await order();
    await first.end();
    await expect.poll(() => logs.join(), WAIT).toContain('mortsafe.agent.stopped');
    expect(said(reports)).toEqual([]);

    // What the agent says while the Collector is away comes once it is back.
    await collector.kill9();
    const second = agent();
    await collector.restart();
    await expect.poll(() => said(reports), WAIT).toContain('unauthorised-relaunch worker');

    following.abort();
    await second.end();
    expect(await detector.end()).toBe(0);
  });
});
