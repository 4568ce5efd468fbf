import type { Rejection } from '../source.ts';
import type { KafkaMessage } from './kafka-writer.ts';

export const REJECTED_TOPIC = 'mortsafe.rejected';

/** A rejection for people and tools to look into: JSON, its bytes in base64. */
export function rejectedMessage(
  { reason, position, bytes }: Rejection,
  timeMs: number,
  topic: string = REJECTED_TOPIC,
): KafkaMessage {
  const body = {
    version: 1,
    time: new Date(timeMs).toISOString(),
    reason,
    position,
    bytes: Buffer.from(bytes).toString('base64'),
  };
  return { topic, key: position, value: Buffer.from(JSON.stringify(body)) };
}
