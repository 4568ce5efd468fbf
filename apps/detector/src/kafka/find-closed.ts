import type { DoorsClosed } from '@mortsafe/agent-events/codec';
import type { Admin } from 'kafkajs';

/**
 * What has been written before a time, as a text that differs once there is more. Kept by the brokers: whoever was
 * away can ask afterwards.
 */
export type WrittenBefore = (timeMs: number) => Promise<string>;

export interface FindClosedOptions {
  writtenBefore: WrittenBefore;
  from: number;
  to: number;
  /** What is shorter is no more than a quiet moment. */
  minMs: number;
}

/** However long one was away, it is not asked more often than this, twice over. */
const PARTS_MAX = 512;
const GRAIN_SHARE = 0.1;

/**
 * Finds the times in which nothing at all was written. Where several write all the time, nobody could.
 *
 * @returns In order, each a little shorter than it was. Short ones are not found in a long time.
 * @throws kafkajs's error where the brokers cannot be asked.
 */
export async function findClosed(options: FindClosedOptions): Promise<DoorsClosed[]> {
  const { writtenBefore, minMs } = options;
  const grainMs = Math.max(minMs * GRAIN_SHARE, (options.to - options.from) / PARTS_MAX);
  const found: DoorsClosed[] = [];

  async function look(from: number, to: number, before: string, after: string): Promise<void> {
    const last = found.at(-1);
    if (before === after) {
      if (last?.to === from) last.to = to;
      else found.push({ from, to });
    } else if (to - from > grainMs) {
      const middle = Math.floor((from + to) / 2);
      const until = await writtenBefore(middle);
      await look(from, middle, before, until);
      await look(middle, to, until, after);
    }
  }

  const { from, to } = options;
  if (to - from < minMs) return [];
  await look(from, to, await writtenBefore(from), await writtenBefore(to));
  return found.filter((one) => one.to - one.from >= minMs);
}

const DAYS_30_MS = 30 * 86_400_000;

/**
 * When something was last written, to a second, and never later than it was; undefined where nothing was in the
 * last thirty days.
 */
export async function lastWritten(writtenBefore: WrittenBefore, now: number): Promise<number | undefined> {
  const all = await writtenBefore(now);
  let agoMs = 1_000;
  while ((await writtenBefore(now - agoMs)) === all) {
    agoMs *= 2;
    if (agoMs > DAYS_30_MS) return undefined;
  }
  // Between so long ago and half of it.
  let early = agoMs;
  let late = agoMs === 1_000 ? 0 : agoMs / 2;
  while (early - late > 1_000) {
    const middle = (early + late) / 2;
    if ((await writtenBefore(now - middle)) === all) late = middle;
    else early = middle;
  }
  return Math.floor(now - early);
}

/** Of all partitions of topics. */
export function writtenTo(
  admin: Pick<Admin, 'fetchTopicOffsetsByTimestamp'>,
  topics: readonly string[],
): WrittenBefore {
  return async (timeMs) => {
    const offsets = await Promise.all(
      topics.map((topic) => admin.fetchTopicOffsetsByTimestamp(topic, Math.floor(timeMs))),
    );
    const inOrder = offsets.map((of) => of.toSorted((a, b) => a.partition - b.partition));
    return inOrder.map((of) => of.map(({ offset }) => offset).join()).join(';');
  };
}
