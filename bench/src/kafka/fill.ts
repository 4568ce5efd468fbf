import type { AgentEvent } from '@mortsafe/agent-events';
import { encodeEvents, encodeProgress } from '@mortsafe/agent-events/codec';
import type { KafkaMessage, KafkaWriter } from '@mortsafe/sources/kafka';
import { otlpProtobuf } from '@mortsafe/testing/otlp';
import { JSON_TOPIC, type RunTopics } from './topics.ts';

/** What the route step would write of events that came together; the last word is how far all doors have been read. */
export function routed(
  events: readonly AgentEvent[],
  { topics, doors }: RunTopics,
  { partitions, partitionOf }: { partitions: number; partitionOf(fleet: string): number },
): KafkaMessage[] {
  const topic = topics.agentEvents;
  const messages: KafkaMessage[] = [];
  for (const [fleet, its] of Map.groupBy(events, (event) => event.fleet)) {
    for (const value of encodeEvents(fleet, its)) {
      messages.push({ topic, partition: partitionOf(fleet), key: fleet, value });
    }
  }
  return [...messages, ...progress((events.at(-1)?.observedTime ?? 0) + 1, partitions)];

  function progress(readUpTo: number, of: number): KafkaMessage[] {
    const value = encodeProgress(
      doors.map((door) => ({ door: door.topic, partition: 0, partitions: 1, readUpTo })),
    );
    return Array.from({ length: of }, (_, partition) => ({ topic, partition, value }));
  }
}

export const asJson = (events: readonly AgentEvent[]): KafkaMessage[] =>
  events.map((event) => ({ topic: JSON_TOPIC, key: event.fleet, value: Buffer.from(JSON.stringify(event)) }));

/** As a Collector sends them on, many together and without a key: those that agents may tell of themselves. */
export const asOtlp = (events: readonly AgentEvent[], topic: string): KafkaMessage[] => {
  const own = events.filter(({ origin }) => origin === 'agent');
  return own.length === 0 ? [] : [{ topic, value: otlpProtobuf(own) }];
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
