import { type AgentEvent, emptyPolicy } from '@mortsafe/agent-events';
import { encodeProgress } from '@mortsafe/agent-events/codec';
import { rules } from '@mortsafe/rules';
import { createKafka, openCheckpointWriter } from '@mortsafe/sources/kafka';
import { startBroker } from '@mortsafe/testing/kafka';
import { restoreEpoch, type StateMessage } from '../kafka/epochs.ts';
import { createPicture, type PictureState } from '../kafka/picture.ts';
import { readToEnd } from '../kafka/read-to-end.ts';

// node --expose-gc apps/detector/src/testing/measure-checkpoints.ts [agents] [--kafka]: what a checkpoint of one partition costs, by itself and on a broker.
const agents = Number(process.argv[2] ?? 100_000);
const FLEETS = 16;
const INTERVAL_MS = 10_000;
const START = 1_800_000_000_000;

const picture = createPicture({ rules, policy: { policy: emptyPolicy, hash: 'p' }, doors: ['agents'] });
let number = 0;

function beat(agent: number, at: number): AgentEvent {
  const name = `agent-${agent}`;
  const sequence = Math.floor(at / INTERVAL_MS);
  return {
    ...{ id: `e-${number++}`, type: 'agent.heartbeat', time: START + at, observedTime: START + at },
    ...{ origin: 'agent', fleet: `fleet-${agent % FLEETS}`, agent: name, instance: `${name}-1` },
    ...{ sequence, interval: INTERVAL_MS },
  } as AgentEvent;
}

/** One beat of so many comes with some work. */
const BEATS_A_WORK = 18;

function work(agent: number, at: number): AgentEvent {
  const {
    sequence: _,
    interval: __,
    ...own
  } = beat(agent, at) as AgentEvent & { sequence: number; interval: number };
  return { ...own, type: 'agent.activity', operation: 'chat' } as AgentEvent;
}

/** All that beat between two times; every `one` of them, where not all do. */
function pass(from: number, to: number, one = 1): void {
  for (let at = from; at < to; at += 100) {
    const first = Math.floor(((at % INTERVAL_MS) / INTERVAL_MS) * agents);
    const last = Math.floor((((at % INTERVAL_MS) + 100) / INTERVAL_MS) * agents);
    const events: AgentEvent[] = [];
    for (let agent = first; agent < last; agent++) {
      if (agent % one !== 0) continue;
      events.push(beat(agent, at));
      if ((agent + Math.floor(at / INTERVAL_MS)) % BEATS_A_WORK === 0) events.push(work(agent, at));
    }
    picture.add(events);
    picture.take(
      encodeProgress([{ door: 'agents', partition: 0, partitions: 1, readUpTo: START + at + 100 }]),
    );
    while (picture.report());
  }
}

const stored = new Map<string, Buffer>();
const { next } = restoreEpoch(stored);
const rounds: object[] = [];

function checkpoint(what: string): void {
  globalThis.gc?.();
  const began = performance.now();
  const cpu = process.cpuUsage();
  const planned = next.plan({ offset: 1, policyHash: 'p', state: picture.state() });
  const { user, system } = process.cpuUsage(cpu);
  planned.written();
  const tookMs = Math.round(performance.now() - began);
  for (const { key, value } of planned.messages) keep({ key, value });
  const whole = [...stored.values()].reduce((sum, { length }) => sum + length, 0);
  rounds.push({
    what,
    tookMs,
    cpuMs: Math.round((user + system) / 1_000),
    messages: planned.messages.length,
    mb: mb(planned.bytes),
    storedMb: mb(whole),
  });
}

function keep({ key, value }: StateMessage): void {
  if (value === null) stored.delete(key);
  else stored.set(key, Buffer.from(value));
}

const mb = (bytes: number): number => Math.round(bytes / 1_000) / 1_000;

pass(0, 3 * INTERVAL_MS);
if (process.argv.includes('--kafka')) await onKafka();
else byItself();
console.table(rounds);

function byItself(): void {
  checkpoint('first');
  pass(3 * INTERVAL_MS, 4 * INTERVAL_MS);
  checkpoint('all beat once');
  checkpoint('nothing changed');
  pass(4 * INTERVAL_MS, 4.1 * INTERVAL_MS);
  checkpoint('a tenth beat once');
  pass(4.1 * INTERVAL_MS, 4.2 * INTERVAL_MS, 100);
  checkpoint('one in a thousand beat, anywhere');
  const began = performance.now();
  const restored = restoreEpoch(stored);
  const readMs = Math.round(performance.now() - began);
  const state = restored.epoch?.state as PictureState;
  createPicture({ rules, policy: { policy: emptyPolicy, hash: 'p' }, doors: ['agents'] }, state);
  rounds.push({ what: 'restore', readMs, tookMs: Math.round(performance.now() - began) });
}

/** The same through a broker: a whole checkpoint, what changes when all beat, and reading it back. */
async function onKafka(): Promise<void> {
  const broker = await startBroker({ jvm: ['-Xmx2g', '-XX:TieredStopAtLevel=4'] });
  const kafka = await createKafka({ brokers: broker.brokers, clientId: 'measure' }, () => {});
  const topic = 'state';
  await broker.createTopics([{ topic, numPartitions: 1 }]);
  const writer = await openCheckpointWriter({ kafka, transactionalId: 'measure' });
  const empty = restoreEpoch(new Map());
  let beaten = 3;
  for (const what of ['whole, written', 'all beat once, written', 'all beat once more, written']) {
    globalThis.gc?.();
    const cpu = process.cpuUsage();
    const started = performance.now();
    const planned = empty.next.plan({ offset: 1, policyHash: 'p', state: picture.state() });
    const messages = planned.messages.map((message) => ({ ...message, topic, partition: 0 }));
    await writer.commit({ messages, groupId: 'measure', offsets: [] });
    planned.written();
    const { user, system } = process.cpuUsage(cpu);
    const tookMs = Math.round(performance.now() - started);
    rounds.push({ what, tookMs, cpuMs: Math.round((user + system) / 1_000), mb: mb(planned.bytes) });
    pass(beaten * INTERVAL_MS, ++beaten * INTERVAL_MS);
  }
  const read = new Map<string, Buffer>();
  const started = performance.now();
  const take = ({ key, body }: { key: string; body: Uint8Array }): void => {
    if (body.length === 0) read.delete(key);
    else read.set(key, Buffer.from(body));
  };
  await readToEnd({ kafka, groupId: 'measure-read', topic, take }, new AbortController().signal);
  const readMs = Math.round(performance.now() - started);
  const { epoch } = restoreEpoch(read);
  rounds.push({
    what: `read back epoch ${epoch?.epoch}`,
    readMs,
    tookMs: Math.round(performance.now() - started),
  });
  await writer.close();
  await broker.stop();
}
