import { type AgentEvent, serialiseAgentEvent } from '@mortsafe/agent-events';
import type { WatchdogOptions } from '@mortsafe/soc-alerting';
import type { DoorFormat, DoorTopic, KafkaWriter } from '@mortsafe/sources/kafka';
import { canaryBeat, otlpLogs, otlpSpan } from './beat.ts';

/** Beats through the doors of a Kafka. */
export function kafkaBeats(
  doors: readonly DoorTopic[],
  writer: Pick<KafkaWriter, 'write'>,
): WatchdogOptions['beat'] {
  const byTopic = new Map(doors.map((door) => [door.topic, door]));
  return async (topic, beat) => {
    const door = byTopic.get(topic);
    if (!door) throw new TypeError(`${topic} is no door`);
    const event = canaryBeat(topic, door.pass.origin, beat);
    await writer.write([{ topic, key: event.fleet, value: Buffer.from(inWords(door.format, event)) }]);
  };
}

/** Doors for sensors take our own events, too. */
function inWords(format: DoorFormat, event: AgentEvent): string {
  if (format === 'otlp logs') return otlpLogs([event]);
  return format === 'otlp spans' ? otlpSpan(event) : serialiseAgentEvent(event);
}
