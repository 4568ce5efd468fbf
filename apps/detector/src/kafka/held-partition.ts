import type { CheckpointWriter } from '@mortsafe/sources/kafka';
import type { EpochPlanner } from './epochs.ts';
import type { Picture } from './picture.ts';

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
    /** How long nothing else could be done while what it holds was decided. */
    heldUpMs: number;
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
  const planned = epochs.plan({ offset, policyHash, partitions, state: picture.state() });
  held.checkpoint.heldUpMs = performance.now() - held.checkpoint.triedAt;
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
