import type { AgentEvent } from '@mortsafe/agent-events';
import { encodeEvents, encodeProgress } from '@mortsafe/agent-events/codec';
import type { KafkaMessage, KafkaWriter } from '@mortsafe/sources/kafka';
import { otlpProtobuf } from '@mortsafe/testing/otlp';
import type { FleetSpread } from './fleet-spread.ts';
import { JSON_TOPIC, type RunTopics } from './topics.ts';

/** So long after the last event every silence before it has been confirmed, and nobody else is missed yet. */
const AFTER_MS = 12_000;
/** What is written at the end says that time has come so far. */
export const endOf = (lastTime: number): number => lastTime + AFTER_MS;

/** What the route step would write of events that came together, and then how far all doors have been read. */
export function routed(
  events: readonly AgentEvent[],
  { topics }: RunTopics,
  spread: FleetSpread,
): KafkaMessage[] {
  const topic = topics.agentEvents;
  const messages: KafkaMessage[] = [];
  for (const [fleet, its] of Map.groupBy(events, (event) => event.fleet)) {
    for (const value of encodeEvents(fleet, its)) {
      messages.push({ topic, partition: spread.partitionOf(fleet), key: fleet, value });
    }
  }
  return messages;
}

/** That every door has been read until then. */
export function progress(
  readUpTo: number,
  { topics, doors }: RunTopics,
  { partitions }: FleetSpread,
): KafkaMessage[] {
  const value = encodeProgress(
    doors.map((door) => ({ door: door.topic, partition: 0, partitions: 1, readUpTo })),
  );
  return Array.from({ length: partitions }, (_, partition) => ({
    topic: topics.agentEvents,
    partition,
    value,
  }));
}

export const asJson = (events: readonly AgentEvent[]): KafkaMessage[] =>
  events.map((event) => ({ topic: JSON_TOPIC, key: event.fleet, value: Buffer.from(JSON.stringify(event)) }));

const RECORDS_A_MESSAGE = 500;

/** As a Collector sends them on, many together and without a key: those that agents may tell of themselves. */
export const asOtlp = (events: readonly AgentEvent[], topic: string): KafkaMessage[] => {
  const own = events.filter(({ origin }) => origin === 'agent');
  const messages: KafkaMessage[] = [];
  for (let at = 0; at < own.length; at += RECORDS_A_MESSAGE) {
    messages.push({ topic, value: otlpProtobuf(own.slice(at, at + RECORDS_A_MESSAGE)) });
  }
  return messages;
};

const EVENTS_A_FLUSH = 4_096;

/** Writes a stream by several ways at once, some thousands of events at a time. */
export async function fill(
  batches: Iterable<AgentEvent[]> | AsyncIterable<AgentEvent[]>,
  writer: KafkaWriter,
  ways: readonly ((events: readonly AgentEvent[]) => KafkaMessage[])[],
): Promise<number> {
  let count = 0;
  let waiting: AgentEvent[] = [];
  const flush = async (): Promise<void> => {
    for (const way of ways) await writer.write(way(waiting));
    count += waiting.length;
    waiting = [];
  };
  for await (const batch of batches) {
    waiting.push(...batch);
    if (waiting.length >= EVENTS_A_FLUSH) await flush();
  }
  if (waiting.length > 0) await flush();
  return count;
}
