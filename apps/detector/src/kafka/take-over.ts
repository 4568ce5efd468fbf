import { randomUUID } from 'node:crypto';
import type { AgentEvent } from '@mortsafe/agent-events';
import { type DecodeDoor, openCheckpointWriter } from '@mortsafe/sources/kafka';
import type { Kafka } from 'kafkajs';
import { restoreEpoch } from './epochs.ts';
import type { HeldPartition } from './held-partition.ts';
import { createPicture, type PictureOptions, type PictureState } from './picture.ts';
import { readToEnd } from './read-to-end.ts';
import type { Spread } from './spread.ts';
import type { GroupNames, TopicNames } from './topics.ts';

export interface TakeOverOptions extends PictureOptions {
  kafka: Kafka;
  topics: TopicNames;
  groups: GroupNames;
  decode: DecodeDoor;
  spread: Spread;
  /** One sentence for the operator. */
  notice(text: string): void;
}

/**
 * Makes partitions ours: fences whoever had them, then restores the newest whole epoch of each. Where there is none,
 * the picture begins with all that people and controllers ever ordered, for the log may have forgotten.
 *
 * @throws kafkajs's error; what was fenced stays so, and nobody has these partitions until somebody tries again.
 */
export async function takeOver(
  partitions: readonly number[],
  options: TakeOverOptions,
  signal: AbortSignal,
): Promise<HeldPartition[]> {
  const { kafka, topics, groups, notice, spread } = options;
  const began = performance.now();
  // First: from then on nobody else changes what we read.
  const writers = await Promise.all(
    partitions.map((partition) =>
      openCheckpointWriter({ kafka, transactionalId: `detect.${groups.detect}.${partition}` }),
    ),
  );
  try {
    const states = await readStates(partitions, options, signal);
    const restored = partitions.map((partition) => restoreEpoch(states.get(partition) ?? new Map()));
    const missing = partitions.filter((_, at) => !restored[at]?.epoch);
    const ordered = missing.length > 0 ? await readOrders(options, signal) : [];
    return partitions.map((partition, at) => {
      const { epoch, passedOver, next } = restored[at] as (typeof restored)[number];
      if (epoch?.partitions !== undefined && epoch.partitions !== spread.partitions) {
        throw new Error(movedAway(epoch.partitions, spread.partitions, topics));
      }
      for (const reason of passedOver) notice(`partition ${partition}: passed over a checkpoint: ${reason}`);
      const picture = createPicture(options, epoch?.state as PictureState | undefined);
      const tookMs = Math.round(performance.now() - began);
      if (epoch) {
        notice(
          `partition ${partition}: restored epoch ${epoch.epoch}, offset ${epoch.offset}, in ${tookMs} ms`,
        );
        if (epoch.policyHash !== options.policy.hash) {
          notice('the policy has changed; it holds from here on, and what was found before stands');
        }
      } else {
        const own = ordered.filter(({ fleet }) => spread.partitionOf(fleet) === partition);
        picture.add(own);
        notice(
          `partition ${partition}: no checkpoint; begins with ${own.length} control events, in ${tookMs} ms`,
        );
      }
      return {
        ...{ partition, picture, writer: writers[at] as HeldPartition['writer'], epochs: next },
        next: epoch?.offset ?? 0,
        checkpoint: {
          offset: epoch?.offset,
          triedAt: performance.now(),
          processorMs: 0,
          failures: 0,
          underWay: undefined,
        },
      };
    });
  } catch (error) {
    await Promise.allSettled(writers.map((writer) => writer.close()));
    throw error;
  }
}

async function readStates(
  partitions: readonly number[],
  { kafka, topics, groups }: TakeOverOptions,
  signal: AbortSignal,
): Promise<Map<number, Map<string, Buffer>>> {
  const states = new Map(partitions.map((partition) => [partition, new Map<string, Buffer>()]));
  await readToEnd(
    {
      kafka,
      groupId: `${groups.detect}.restore.${randomUUID()}`,
      topic: topics.state,
      partitions,
      take({ partition, key, body }) {
        if (body.length === 0) states.get(partition)?.delete(key);
        // A copy: the view would keep the whole answer of the broker in memory.
        else states.get(partition)?.set(key, Buffer.from(body));
      },
    },
    signal,
  );
  return states;
}

/** `mortsafe.control` is kept for ever. What of it comes again by the log is known by its id. */
async function readOrders(
  { kafka, topics, groups, decode }: TakeOverOptions,
  signal: AbortSignal,
): Promise<AgentEvent[]> {
  const events: AgentEvent[] = [];
  await readToEnd(
    {
      kafka,
      groupId: `${groups.detect}.restore.${randomUUID()}`,
      topic: topics.control,
      take({ partition: _, key, ...message }) {
        // Rejections were told of by the route step.
        events.push(...decode(topics.control, { ...message, key: Buffer.from(key), offset: 0 }).events);
      },
    },
    signal,
  );
  return events;
}

const movedAway = (before: number, now: number, { agentEvents, state }: TopicNames): string =>
  `${state} has ${now} partitions, and its pictures were painted when it had ${before}: fleets are found by that number. Make ${agentEvents} and ${state} anew under other names; the pictures then begin with what ever was ordered`;
