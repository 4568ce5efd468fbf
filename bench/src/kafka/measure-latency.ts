import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentEvent } from '@mortsafe/agent-events';
import { serialiseAgentEvent } from '@mortsafe/agent-events';
import { defaultDoorTopics } from '@mortsafe/sources/kafka';
import type { Bench } from './bench.ts';
import { asOtlp } from './fill.ts';
import { findingsIn } from './findings.ts';
import { startDetector } from './start-process.ts';
import { makeTopics, topicsOfRun } from './topics.ts';

const PARTITIONS = 4;
const FLEETS = 16;
const EVENTS_A_SECOND = 20_000;
const INTERVAL_MS = 10_000;
const TICK_MS = 50;
const WARM_UP_MS = 25_000;
const KILLS_A_TICK = 0.5;
/** From a kill to the relaunch that is to be found. */
const BACK_AFTER_MS = 3_000;
const SETTLE_MS = 5_000;
const REORDER_MS = 1_000;

/**
 * From a relaunch of a killed agent in the broker's log to its finding in the broker's log, while 20,000 events a
 * second go through both steps in one process; broker, producer and detector share the machine.
 */
export async function measureLatency({ broker, kafka, writer, quick }: Bench): Promise<void> {
  const run = topicsOfRun('latency');
  await broker.createTopics([
    {
      topic: run.topics.findings,
      numPartitions: PARTITIONS,
      configEntries: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }],
    },
  ]);
  await makeTopics({ kafka, run, partitions: PARTITIONS });
  let routed = 0;
  const { promise: joined, resolve } = Promise.withResolvers<void>();
  const detector = startDetector({ brokers: broker.brokers, step: 'both', run }, (said) => {
    if (said.kind === 'joined') resolve();
    if (said.kind === 'routed') routed += said.events;
  });
  await joined;
  const load = await send({ writer, forMs: WARM_UP_MS + (quick ? 5_000 : 60_000) });
  const backlog = load.events - routed;
  await sleep(SETTLE_MS);
  await detector.stop();

  const appendedAt = new Map<string, number>();
  const findings = await findingsIn(kafka, run.topics.findings, (finding, at) => {
    if (finding.revision === 1) appendedAt.set(finding.id, at);
  });
  const delays: number[] = [];
  for (const { id, rule, subject, evidenceEvents } of findings.values()) {
    const start = evidenceEvents.find(({ type }) => type === 'agent.started');
    const at = appendedAt.get(id);
    if (rule !== 'unauthorised-relaunch' || !start || at === undefined || !load.relaunched.has(subject ?? ''))
      continue;
    delays.push(at - start.observedTime);
  }
  if (delays.length !== load.relaunched.size) {
    throw new Error(`${delays.length} relaunches found of ${load.relaunched.size}`);
  }
  delays.sort((a, b) => a - b);
  const of = (share: number): number =>
    delays[Math.min(delays.length - 1, Math.floor(share * delays.length))] ?? 0;
  console.log(
    `\nlatency: ${Math.round(load.events / load.seconds)} events/s sent, ${backlog} of them not yet routed at the end; ` +
      `${delays.length} relaunches, ms from log to log, reorder window of ${REORDER_MS} included: ` +
      `p50 ${of(0.5)}, p99 ${of(0.99)}, most ${of(1)}`,
  );
}

interface Load {
  events: number;
  seconds: number;
  /** Agents brought back after the warm-up. */
  relaunched: Set<string>;
}

const control = defaultDoorTopics.find(({ pass }) => pass.origin === 'control')?.topic ?? '';
const logs = defaultDoorTopics.find(({ format }) => format === 'otlp logs')?.topic ?? '';

/** Agents that beat in turn; some are killed, and brought back by another soon after. */
async function send({ writer, forMs }: Pick<Bench, 'writer'> & { forMs: number }): Promise<Load> {
  const agents = (EVENTS_A_SECOND * INTERVAL_MS) / 1_000;
  const killed = new Set<number>();
  const due: { at: number; number: number }[] = [];
  const load: Load = { events: 0, seconds: 0, relaunched: new Set() };
  const began = performance.now();
  for (let tick = 0; tick * TICK_MS < forMs; tick++) {
    const at = tick * TICK_MS;
    await sleep(Math.max(0, began + at - performance.now()));
    const first = Math.floor((at * EVENTS_A_SECOND) / 1_000);
    const end = Math.floor(((at + TICK_MS) * EVENTS_A_SECOND) / 1_000);
    const events: AgentEvent[] = [];
    for (let turn = first; turn < end; turn++) {
      const number = turn % agents;
      if (!killed.has(number)) events.push(beat(number, Math.floor(turn / agents)));
    }
    while (due[0] && due[0].at <= at) {
      const { number } = due.shift() as { number: number };
      events.push(back(number));
      load.relaunched.add(nameOf(number));
    }
    if (
      at >= WARM_UP_MS &&
      at < forMs - BACK_AFTER_MS &&
      Math.floor(tick * KILLS_A_TICK) > Math.floor((tick - 1) * KILLS_A_TICK)
    ) {
      // Whoever has just beaten.
      const number = first % agents;
      killed.add(number);
      due.push({ at: at + BACK_AFTER_MS, number });
      const order = kill(number);
      await writer.write([
        { topic: control, key: order.fleet, value: Buffer.from(serialiseAgentEvent(order)) },
      ]);
      load.events++;
    }
    await writer.write(asOtlp(events, logs));
    load.events += events.length;
  }
  load.seconds = (performance.now() - began) / 1_000;
  return load;
}

const nameOf = (number: number): string => `agent-${number}`;

let count = 0;
function event(type: AgentEvent['type'], number: number, fields: object): AgentEvent {
  const time = Date.now();
  const who = { fleet: `fleet-${number % FLEETS}`, agent: nameOf(number) };
  // Each call gives the fields of its type, which the compiler cannot see.
  return {
    id: `e-${count++}`,
    type,
    time,
    observedTime: time,
    origin: 'agent',
    ...who,
    ...fields,
  } as AgentEvent;
}

const beat = (number: number, sequence: number): AgentEvent =>
  event('agent.heartbeat', number, { ...instance(number, 1), sequence, interval: INTERVAL_MS });

const back = (number: number): AgentEvent =>
  event('agent.started', number, {
    ...instance(number, 2),
    launchedBy: { kind: 'agent', id: nameOf(number + FLEETS) },
  });

const instance = (number: number, launch: number): object => ({
  instance: `${nameOf(number)}-${launch}`,
  host: `node-${number % 997}`,
});

const kill = (number: number): AgentEvent =>
  event('kill.ordered', number, {
    ...{ origin: 'control', order: `kill-${number}`, target: { agents: [nameOf(number)] }, scope: 'agent' },
    ...{ level: 'mandatory', deadline: 5_000, orderedBy: { kind: 'person', id: 'soc' } },
  });
