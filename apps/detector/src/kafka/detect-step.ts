import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OcsfVersion } from '@mortsafe/agent-events/ocsf';
import {
  type DoorTopic,
  doorDecoder,
  isRefusedToAnybody,
  type KafkaWriter,
  kafkaReader,
  openKafkaWriter,
  type ReaderStep,
} from '@mortsafe/sources/kafka';
import type { Kafka } from 'kafkajs';
import type { DetectorWatch } from '../operations/detector-watch.ts';
import type { VitalSigns } from '../operations/vital-signs.ts';
import type { RestoreOptions } from '../restore.ts';
import { checkpoint, checkpointEveryMs, type HeldPartition } from './held-partition.ts';
import { lookHowFar } from './look-how-far.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { reportMessages } from './report-messages.ts';
import { readSpread, type Spread } from './spread.ts';
import { type TakeOverOptions, takeOver } from './take-over.ts';
import type { GroupNames, TopicNames } from './topics.ts';

export interface DetectStepOptions extends RestoreOptions {
  kafka: Kafka;
  doors: readonly DoorTopic[];
  topics: TopicNames;
  groups: GroupNames;
  /** Default 10,000. */
  checkpointEveryMs?: number;
  /** Default 30,000. */
  sessionTimeoutMs?: number;
  /** How many events of a partition may wait for a door that lags. Default 500,000. */
  heldMax?: number;
  watch?: DetectorWatch;
  vitals?: VitalSigns;
  /** Where `topics.ocsf` is named. Default 1.8.0. */
  ocsfVersion?: OcsfVersion;
}

const CHECKPOINT_EVERY_MS = 10_000;
/** Then whatever else this process does has its turn: the route step, which waits for answers many times a batch. */
const TURN_MS = 10;
/** A writer that cannot write may have to be opened anew. */
const FAILURES_MAX = 6;

/**
 * The detect step: reads `mortsafe.agent-events` as a member of a group, keeps a picture of each partition that is
 * its own, and writes what it finds. A checkpoint holds only what has been reported. Leaves one when the signal
 * aborts; whatever is thrown, the next run begins at the last.
 */
export async function runDetectStep(options: DetectStepOptions, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { kafka, topics, groups, watch = {}, notice } = options;
  const stopped = new AbortController();
  const spread = await readSpread(kafka, topics);
  const writer = await openKafkaWriter({ kafka });
  const holds = new Map<number, HeldPartition>();
  const alone = oneAtATime();
  const reader = kafkaReader({
    kafka,
    groupId: groups.detect,
    topics: [topics.agentEvents],
    ...(options.sessionTimeoutMs !== undefined && { sessionTimeoutMs: options.sessionTimeoutMs }),
  });
  const line: Line = { options, writer, holds, spread, signal };
  // Before the group hears that we leave: whoever has a partition next restores what stands here.
  const leave = (): void =>
    void alone(() => checkpointAll(line))
      .catch((error: unknown) => notice(`no last checkpoint: ${messageOf(error)}`))
      .finally(() => stopped.abort());
  signal.addEventListener('abort', leave, { once: true });
  const stopLooking = lookHowFar(reader, (stands) => watch.stands?.('detect', stands));
  try {
    for await (const step of reader.read(stopped.signal)) {
      await alone(async () => {
        if (line.failed) throw line.failed.error;
        if (signal.aborted) return;
        if (step.kind === 'assigned') await assigned(step, line);
        else if (step.kind === 'batch') await detect(step, line);
        else
          notice(`partition ${step.partition}: retention took offsets ${step.from} to ${step.to - 1} unread`);
      });
    }
  } finally {
    signal.removeEventListener('abort', leave);
    stopLooking();
    await Promise.allSettled([...holds.values()].map(letGo));
    watch.left?.('detect');
    await writer.close();
  }
}

interface Line {
  options: DetectStepOptions;
  writer: KafkaWriter;
  holds: Map<number, HeldPartition>;
  spread: Spread;
  signal: AbortSignal;
  /** Why it cannot go on. */
  failed?: { error: unknown };
}

type Step<Kind extends ReaderStep['kind']> = Extract<ReaderStep, { kind: Kind }>;

async function assigned(step: Step<'assigned'>, { options, holds, spread, signal }: Line): Promise<void> {
  const { topics, notice } = options;
  const isUsed = (partition: number): boolean => partition < spread.partitions;
  const ours = step.partitions
    .flatMap(({ partition }) => (isUsed(partition) ? partition : []))
    .sort(ascending);
  const gone = [...holds.values()].filter(({ partition }) => !ours.includes(partition));
  for (const { partition } of gone) holds.delete(partition);
  for (const held of gone) void letGo(held).catch(() => {}); // Whoever has it now fences it.
  const fresh = ours.filter((partition) => !holds.has(partition));
  notice(
    `owns ${listOf(ours)} of ${topics.agentEvents}; new: ${listOf(fresh)}; given up: ${listOf(gone.map(({ partition }) => partition))}`,
  );
  // Whoever takes over what is no longer his fences the one whose it is.
  if (fresh.length > 0 && step.isCurrent()) {
    const taken = await takeOver(fresh, takeOverOptions(options, spread), signal);
    for (const held of taken) {
      // Whoever was held up meanwhile may have been given the same again, after another had gone on with it.
      if (step.isCurrent()) holds.set(held.partition, held);
      else void letGo(held).catch(() => {});
    }
  }
  // Also what was ours before: a picture that misses what another has read would miss agents that are well.
  for (const { partition, next: offset } of holds.values()) {
    step.startAt({ topic: topics.agentEvents, partition, offset });
  }
  options.watch?.joined?.('detect', step.partitions);
}

async function detect({ partition, deliveries, next }: Step<'batch'>, line: Line): Promise<void> {
  const { options, writer, holds } = line;
  const held = holds.get(partition);
  if (!held && partition >= line.spread.partitions) return;
  if (!held) throw new Error(`partition ${partition} was fenced and is still read here`);
  const { picture } = held;
  const before = picture.counts();
  let turnBegan = performance.now();
  for (const { body, position } of deliveries) {
    if (performance.now() - turnBegan >= TURN_MS) {
      await nextTurn();
      turnBegan = performance.now();
    }
    const reason = picture.take(body);
    if (reason !== undefined) options.notice(`${position} cannot be read: ${reason}`);
  }
  const after = picture.counts();
  if (after.hurried > before.hurried) {
    options.notice(`partition ${partition}: ${after.hurried} events went on before a door that lags`);
  }
  for (let report = picture.report(); report; report = picture.report()) {
    const messages = reportMessages(report, options.topics, options.ocsfVersion);
    await writer.write(messages);
    options.watch?.reported?.(report);
  }
  held.next = next;
  // Fenced while others had their turn.
  if (holds.get(partition) !== held) return;
  options.vitals?.detected(after.time, (name) => fleetIn(holds, name));
  options.watch?.took?.({ partition, events: after.events - before.events, time: after.time });
  const everyMs = checkpointEveryMs(holds, options.checkpointEveryMs ?? CHECKPOINT_EVERY_MS);
  const { triedAt, underWay } = held.checkpoint;
  if (underWay || performance.now() - triedAt < everyMs) return;
  held.checkpoint.underWay = checkpointOne(held, line)
    .catch((error: unknown) => {
      line.failed ??= { error };
    })
    .finally(() => {
      held.checkpoint.underWay = undefined;
    });
}

/** A fleet is of one partition, and it matters little which. */
function fleetIn(holds: ReadonlyMap<number, HeldPartition>, name: string) {
  for (const { picture } of holds.values()) {
    const fleet = picture.fleet(name);
    if (fleet) return fleet;
  }
  return undefined;
}

async function checkpointAll(line: Line): Promise<void> {
  for (const held of [...line.holds.values()]) {
    await held.checkpoint.underWay;
    if (line.holds.has(held.partition)) await checkpointOne(held, line);
  }
}

async function letGo({ checkpoint, writer }: HeldPartition): Promise<void> {
  await checkpoint.underWay;
  await writer.close();
}

async function checkpointOne(held: HeldPartition, { options, holds, spread }: Line): Promise<void> {
  const { partition } = held;
  const { topics, groups, policy, notice } = options;
  const began = performance.now();
  try {
    const { partitions } = spread;
    const target = { stateTopic: topics.state, agentEventsTopic: topics.agentEvents, partitions };
    const done = await checkpoint(held, { ...target, groupId: groups.detect, policyHash: policy.hash });
    if (done.kind === 'committed') {
      options.watch?.checkpointed?.({ partition, bytes: done.bytes, tookMs: performance.now() - began });
    }
    if (done.kind !== 'fenced') return;
    // Whoever fenced us has it. What we would still find in it, that one finds.
    holds.delete(partition);
    notice(`partition ${partition}: another has taken it over`);
    await held.writer.close();
  } catch (error) {
    if (held.checkpoint.failures >= FAILURES_MAX && !isRefusedToAnybody(error)) throw error;
    notice(`partition ${partition}: no checkpoint (${messageOf(error)}); it goes on`);
  }
}

function takeOverOptions(options: DetectStepOptions, spread: Spread): TakeOverOptions {
  const { kafka, topics, groups, rules, policy, notice, ruleFailed, heldMax, doors } = options;
  return {
    ...{ kafka, topics, groups, rules, policy, notice, spread },
    ...(ruleFailed && { ruleFailed }),
    ...(options.vitals && { vitals: options.vitals }),
    ...(heldMax !== undefined && { heldMax }),
    doors: doors.map(({ topic }) => topic),
    decode: doorDecoder(doors, policy.policy),
  };
}

const ascending = (a: number, b: number): number => a - b;

const listOf = (partitions: readonly number[]): string =>
  partitions.length === 0 ? 'none' : partitions.join(', ');

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
