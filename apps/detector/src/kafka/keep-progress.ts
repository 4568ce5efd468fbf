import { type DoorsClosed, encodeDoorsClosed, encodeProgress } from '@mortsafe/agent-events/codec';
import type { BrokerClock, KafkaReader, KafkaWriter, PartitionProgress } from '@mortsafe/sources/kafka';
import type { Kafka } from 'kafkajs';
import { findClosed, lastWritten, writtenTo } from './find-closed.ts';

export interface KeepProgressOptions {
  kafka: Kafka;
  reader: Pick<KafkaReader, 'progress'>;
  writer: KafkaWriter;
  clock: BrokerClock;
  /** Epoch milliseconds. */
  now: () => number;
  /** Topics. */
  doors: readonly string[];
  agentEvents: string;
  /** Of `mortsafe.agent-events`, as many as are used. */
  partitions: number;
  everyMs: number;
  /** Nothing could be written anywhere for so long: the doors were closed. */
  closedAfterMs: number;
  /** Goes on from there, and leaves it to whoever begins anew: outages that follow each other let few come far. */
  looked: Looked;
  stands(stands: readonly PartitionProgress[]): void;
  closed(closed: DoorsClosed): void;
}

/** For what time it is known, and told, when the doors were open. */
export interface Looked {
  /** Epoch milliseconds; absent before the first time. */
  upTo?: number;
}

export interface Progress {
  /** Something was read and written: where time has come to is told soon, and need not wait. */
  soon(): void;
  /** Resolves once nothing is being written. */
  stop(): Promise<void>;
}

/** From the end of one to the beginning of the next, at least: asking costs as much as some hundred events. */
const BETWEEN_MS = 50;

/**
 * Writes how far the doors have been read into every partition, one at a time, and before it when they were closed.
 * While nobody can be asked, or written to, nothing is written and time stands still.
 */
export function keepProgress(options: KeepProgressOptions): Progress {
  const { reader, writer, clock, now, looked, agentEvents: topic } = options;
  const partitions = Array.from({ length: options.partitions }, (_, partition) => partition);
  let running: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    const askedAt = clock.timeAt('', now());
    const stands = await reader.progress();
    options.stands(stands);
    // Never more than has been looked at: the answer may have come after an outage, and know what was read since.
    const doors = stands.flatMap(({ topic: door, partition, partitions: of, readUpTo }) =>
      readUpTo === undefined
        ? []
        : { door, partition, partitions: of, readUpTo: Math.min(readUpTo, askedAt) },
    );
    if (doors.length === 0) return;
    const isLong = looked.upTo === undefined || askedAt - looked.upTo >= options.closedAfterMs;
    const closed = isLong ? await closedSince(looked.upTo, askedAt, options) : [];
    const values = [...closed.map(encodeDoorsClosed), encodeProgress(doors)];
    await writer.write(
      partitions.flatMap((partition) => values.map((value) => ({ topic, partition, value }))),
    );
    // What hung in an outage was asked before it.
    looked.upTo = askedAt;
    for (const one of closed) options.closed(one);
  };
  const pauseMs = Math.min(BETWEEN_MS, options.everyMs);
  let timer = setTimeout(tell, options.everyMs);
  let endedAt = performance.now();
  let isWanted = false;
  let isStopped = false;

  const tellIn = (ms: number): void => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(tell, ms);
  };
  function tell(): void {
    isWanted = false;
    running = write()
      .catch(() => {}) // Nobody knows how far the doors have been read.
      .finally(() => {
        running = undefined;
        endedAt = performance.now();
        tellIn(isWanted ? pauseMs : options.everyMs);
      });
  }

  return {
    soon() {
      if (isWanted) return;
      isWanted = true;
      if (!running) tellIn(Math.max(0, endedAt + pauseMs - performance.now()));
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** However lately somebody wrote, whoever begins looks back so far: all may have begun together. */
const LOOK_BACK_MS = 60_000;

/** Whoever was away himself asks when others wrote: that he heard nothing says nothing about the doors. */
async function closedSince(
  lookedUpTo: number | undefined,
  until: number,
  { kafka, doors, agentEvents, closedAfterMs }: KeepProgressOptions,
): Promise<DoorsClosed[]> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const writtenBefore = writtenTo(admin, [...doors, agentEvents]);
    const last = lookedUpTo ?? (await lastWritten(writtenTo(admin, [agentEvents]), until)) ?? until;
    const from = lookedUpTo ?? Math.min(last, until - LOOK_BACK_MS);
    const found = await findClosed({ writtenBefore, from, to: until, minMs: closedAfterMs });
    // Before the first message of all there was nobody to be missed.
    const isFirst = found[0]?.from === from && (await writtenBefore(from)) === (await writtenBefore(0));
    return isFirst ? found.slice(1) : found;
  } finally {
    await admin.disconnect();
  }
}
