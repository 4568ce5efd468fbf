import type { CheckpointWriter } from '@mortsafe/sources/kafka';
import type { EpochPlanner } from './epochs.ts';
import type { Picture } from './picture.ts';

/** Of the processor, for those of all partitions together: pictures that take long are written less often, to once a minute. */
const CHECKPOINT_SHARE = 0.05;
/** To write what was decided takes about as long again: it is summed up, copied, and handed to the system. */
const WITH_WRITING = 2;
const MICROSECONDS_A_MS = 1_000;
/** However long they take: what is read again after a crash has a bound. */
const CHECKPOINT_WAIT_MS_MAX = 60_000;

/** A partition of `mortsafe.agent-events` that is ours, with its picture. */
export interface HeldPartition {
  partition: number;
  picture: Picture;
  writer: CheckpointWriter;
  epochs: EpochPlanner;
  /** The offset of the first message that the picture has not seen. */
  next: number;
  checkpoint: {
    /** The offset it was taken at; undefined before the first. */
    offset: number | undefined;
    /** When it was last tried, by the clock that only goes on. */
    triedAt: number;
    /** What the last one took of the processor, as reckoned; zero before the first. */
    processorMs: number;
    failures: number;
    /** Resolves once the one that is being written is, or has failed. Meanwhile the picture goes on. */
    underWay: Promise<void> | undefined;
  };
}

export interface CheckpointTarget {
  stateTopic: string;
  agentEventsTopic: string;
  groupId: string;
  policyHash: string;
  /** Over how many fleets are spread. */
  partitions: number;
}

export type Checkpointing =
  | { kind: 'unchanged' }
  | { kind: 'committed'; epoch: number; chunks: number; bytes: number }
  | { kind: 'fenced' };

/**
 * How long after one checkpoint of a partition the next may be taken; as if each took what the dearest did, for what
 * the first of a picture takes is not known before.
 *
 * @param everyMs - At least. More than a minute only where this is.
 */
export function checkpointEveryMs(
  holds: ReadonlyMap<number, { checkpoint: Pick<HeldPartition['checkpoint'], 'processorMs'> }>,
  everyMs: number,
): number {
  const dearestMs = Math.max(0, ...[...holds.values()].map(({ checkpoint: { processorMs } }) => processorMs));
  return Math.max(everyMs, Math.min((dearestMs * holds.size) / CHECKPOINT_SHARE, CHECKPOINT_WAIT_MS_MAX));
}

/**
 * Writes a picture and the offset it was painted up to, in one transaction. What it holds is decided before this
 * returns; one at a time.
 *
 * @throws kafkajs's error; the picture goes on, and its next checkpoint holds what this one would have.
 */
export async function checkpoint(held: HeldPartition, to: CheckpointTarget): Promise<Checkpointing> {
  held.checkpoint.triedAt = performance.now();
  const { next: offset, partition, picture, writer, epochs } = held;
  if (held.checkpoint.offset === offset) return { kind: 'unchanged' };
  const { policyHash, partitions } = to;
  const before = process.threadCpuUsage();
  const planned = epochs.plan({ offset, policyHash, partitions, state: picture.state() });
  const { user, system } = process.threadCpuUsage(before);
  held.checkpoint.processorMs = (WITH_WRITING * (user + system)) / MICROSECONDS_A_MS;
  held.checkpoint.failures++;
  const committed = await writer.commit({
    messages: planned.messages.map((message) => ({ ...message, topic: to.stateTopic, partition })),
    groupId: to.groupId,
    offsets: [{ topic: to.agentEventsTopic, partition, offset }],
  });
  if (committed.kind === 'fenced') return committed;
  planned.written();
  held.checkpoint.failures = 0;
  held.checkpoint.offset = offset;
  return { kind: 'committed', epoch: planned.epoch, chunks: planned.messages.length, bytes: planned.bytes };
}
