import {
  type AgentEvent,
  parseVitalSign,
  serialiseAgentEvent,
  type VitalSign,
  vitalKey,
} from '@mortsafe/agent-events';
import { rideOut } from '@mortsafe/detector/kafka';
import type { WatchdogOptions } from '@mortsafe/soc-alerting';
import { type DoorTopic, type KafkaWriter, kafkaReader } from '@mortsafe/sources/kafka';
import type { Kafka } from 'kafkajs';
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
    const words = {
      'otlp logs': (one: AgentEvent) => otlpLogs([one]),
      'otlp spans': otlpSpan,
      events: serialiseAgentEvent,
    };
    await writer.write([{ topic, key: event.fleet, value: Buffer.from(words[door.format](event)) }]);
  };
}

const SIGNS_MAX = 20_000;

/**
 * Keeps up with when everybody was last heard, as detectors write it, until the signal aborts.
 *
 * @returns What is known now.
 */
export function followVitalSigns(
  { kafka, groupId, topic }: { kafka: Kafka; groupId: string; topic: string },
  signal: AbortSignal,
): () => VitalSign[] {
  const signs = new Map<string, VitalSign>();
  const take = (body: Uint8Array): void => {
    const parsed = parseVitalSign(Buffer.from(body).toString());
    if (parsed.kind === 'reject') return;
    const key = vitalKey(parsed.sign);
    const known = signs.get(key);
    // Detectors tell in turn while partitions move: the newest holds.
    if (known ? known.time <= parsed.sign.time : signs.size < SIGNS_MAX) signs.set(key, parsed.sign);
  };
  const run = async (until: AbortSignal): Promise<void> => {
    // Nothing is committed: whoever starts reads all that the compacted topic holds.
    const reader = kafkaReader({
      kafka,
      groupId: `${groupId}.signs.${crypto.randomUUID()}`,
      topics: [topic],
    });
    for await (const step of reader.read(until)) {
      if (step.kind === 'batch') for (const { body } of step.deliveries) take(body);
    }
  };
  void rideOut({ run, again: () => {} }, signal);
  return () => [...signs.values()];
}
