import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AgentEvent, serialiseAgentEvent } from '@mortsafe/agent-events';
import { defaultDoorTopics, type KafkaMessage, type KafkaWriter } from '@mortsafe/sources/kafka';
import type { Kafka } from 'kafkajs';
import type { Bench } from './bench.ts';
import { asOtlp } from './fill.ts';
import { findingsIn } from './findings.ts';
import { used } from './processor.ts';
import { startDetector } from './start-process.ts';
import { makeTopics, type RunTopics, topicsOfRun } from './topics.ts';
import { waysOf } from './ways.ts';

const PARTITIONS = 4;
const FLEETS = 16;
const EVENTS_A_SECOND = 20_000;
const INTERVAL_MS = 10_000;
const TICK_MS = 50;
const WARM_UP_MS = 25_000;
const KILL_EVERY_MS = 100;
/** From a kill to the relaunch that is to be found. */
const BACK_AFTER_MS = 3_000;
const SETTLE_MS = 5_000;
/** Whoever lags behind by more is not waited for. */
const TOLD_MS_MAX = 120_000;
const REORDER_MS = 1_000;

/**
 * From a relaunch of a killed agent in the broker's log to its finding in the broker's log, while 20,000 events a
 * second go through both steps in one process; broker, producer and detector share the machine. And where the time went:
 * until the route step had written it, from the end of the reorder window until its partition was told that all doors
 * had been read so far, and from then until its finding.
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
  const { ticks, relaunched } = plan(WARM_UP_MS + (quick ? 8_000 : 30_000));
  let routed = 0;
  let detectorCpu = 0;
  const { promise: joined, resolve } = Promise.withResolvers<void>();
  const detector = startDetector({ brokers: broker.brokers, step: 'both', run }, (said) => {
    if (said.kind === 'joined') resolve();
    if (said.kind !== 'routed') return;
    routed += said.events;
    detectorCpu = said.cpuSeconds;
  });
  await joined;
  const before = { detector: detectorCpu, load: used().cpuSeconds, all: busySeconds() };
  const load = await send(ticks, writer);
  const backlog = load.events - routed;
  const cores = {
    detector: (detectorCpu - before.detector) / load.seconds,
    load: (used().cpuSeconds - before.load) / load.seconds,
    all: (busySeconds() - before.all) / load.seconds,
  };
  const relaunches = await toldOf(relaunched, { kafka, run });
  await detector.stop();

  const ways = await waysOf(relaunched, REORDER_MS, { kafka, run });
  const parts: Record<string, number[]> = { 'log to log': [], routed: [], 'time told': [], found: [] };
  for (const { event, told } of relaunches) {
    const way = ways.get(event);
    if (!way) throw new Error(`${event} was found and never routed`);
    parts['log to log']?.push(told - way.entered);
    parts.routed?.push(way.routed - way.entered);
    parts['time told']?.push(way.due - way.entered - REORDER_MS);
    parts.found?.push(told - way.due);
  }
  console.log(
    `\nlatency: ${Math.round(load.events / load.seconds)} events/s sent, ${backlog} of them not yet routed at the end; ` +
      `all ${relaunched.size} relaunches found, reorder window of ${REORDER_MS} ms included`,
  );
  console.log(
    `  processors meanwhile: ${cores.all.toFixed(2)} of ${cpus().length} busy, ${cores.detector.toFixed(2)} of them with both steps, ` +
      `${cores.load.toFixed(2)} with sending; the broker and whatever else runs have the rest`,
  );
  for (const [part, delays] of Object.entries(parts)) console.log(`  ${part.padEnd(12)} ${shares(delays)}`);
}

/** Of all processors, whoever used them. */
const busySeconds = (): number =>
  cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0) / 1_000;

interface Told {
  /** The start that was found. */
  event: string;
  /** When, epoch milliseconds of the brokers. */
  told: number;
}

/** Every relaunch's finding, however late; waits two minutes for the last of them. */
async function toldOf(relaunched: ReadonlySet<string>, { kafka, run }: { kafka: Kafka; run: RunTopics }) {
  const told = new Map<string, Told>();
  for (const deadline = performance.now() + TOLD_MS_MAX; told.size < relaunched.size; ) {
    if (performance.now() > deadline) throw new Error(`${told.size} of ${relaunched.size} relaunches found`);
    await sleep(SETTLE_MS);
    await findingsIn(kafka, run.topics.findings, ({ rule, revision, subject, evidenceEvents }, at) => {
      const start = evidenceEvents.find(({ type }) => type === 'agent.started');
      if (rule !== 'unauthorised-relaunch' || revision !== 1 || !start || !relaunched.has(subject ?? ''))
        return;
      told.set(subject ?? '', { event: start.id, told: at });
    });
  }
  return told.values();
}

function shares(delays: readonly number[]): string {
  const sorted = delays.toSorted((a, b) => a - b);
  const of = (share: number): string =>
    `${sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0}`.padStart(6);
  return `p50 ${of(0.5)}, p99 ${of(0.99)}, most ${of(1)} ms`;
}

/** What is sent at a time, encoded beforehand: a producer costs as much as both steps. */
interface Tick {
  events: number;
  messages: KafkaMessage[];
}

interface Plan {
  ticks: Tick[];
  /** Agents brought back after the warm-up. */
  relaunched: Set<string>;
}

const control = defaultDoorTopics.find(({ pass }) => pass.origin === 'control')?.topic ?? '';
const logs = defaultDoorTopics.find(({ format }) => format === 'otlp logs')?.topic ?? '';

/** Agents that beat in turn; some are killed, and brought back by another soon after. */
function plan(forMs: number): Plan {
  const agents = (EVENTS_A_SECOND * INTERVAL_MS) / 1_000;
  const killed = new Set<number>();
  const due: { at: number; number: number }[] = [];
  const planned: Plan = { ticks: [], relaunched: new Set() };
  for (let at = 0; at < forMs; at += TICK_MS) {
    const first = Math.floor((at * EVENTS_A_SECOND) / 1_000);
    const end = Math.floor(((at + TICK_MS) * EVENTS_A_SECOND) / 1_000);
    const events: AgentEvent[] = [];
    const messages: KafkaMessage[] = [];
    for (let turn = first; turn < end; turn++) {
      const number = turn % agents;
      if (!killed.has(number)) events.push(beat(number, Math.floor(turn / agents)));
    }
    while (due[0] && due[0].at <= at) {
      const { number } = due.shift() as { number: number };
      events.push(back(number));
      planned.relaunched.add(nameOf(number));
    }
    if (at >= WARM_UP_MS && at < forMs - BACK_AFTER_MS && at % KILL_EVERY_MS === 0) {
      // Whoever is to beat next, and another in the next round.
      const number = (first + Math.floor(first / agents)) % agents;
      killed.add(number);
      due.push({ at: at + BACK_AFTER_MS, number });
      const order = kill(number);
      messages.push({ topic: control, key: order.fleet, value: Buffer.from(serialiseAgentEvent(order)) });
    }
    planned.ticks.push({
      events: events.length + messages.length,
      messages: [...messages, ...asOtlp(events, logs)],
    });
  }
  return planned;
}

/** Each in its turn, and late ones at once. */
async function send(
  ticks: readonly Tick[],
  writer: KafkaWriter,
): Promise<{ events: number; seconds: number }> {
  const began = performance.now();
  let events = 0;
  for (const [turn, tick] of ticks.entries()) {
    await sleep(Math.max(0, began + turn * TICK_MS - performance.now()));
    await writer.write(tick.messages);
    events += tick.events;
  }
  return { events, seconds: (performance.now() - began) / 1_000 };
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
