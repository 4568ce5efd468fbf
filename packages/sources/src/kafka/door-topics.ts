import type { AgentEvent, Policy } from '@mortsafe/agent-events';
import { sensorDecoder } from '../dialects/sensors/sensor-decoder.ts';
import { otlpDecoder } from '../otlp/decode-otlp.ts';
import { type DoorPass, type Rejection, rejection } from '../source.ts';
import { eventLines } from './event-lines.ts';
import type { KafkaDelivery } from './kafka-reader.ts';

/** A topic by which events enter, and what it vouches for. */
export interface DoorTopic {
  topic: string;
  pass: DoorPass;
  format: DoorFormat;
}

/**
 * Whose words: what the Collector's Kafka exporter writes (`otlp_proto` or `otlp_json`), our events as JSON, or what
 * sensors of the platform say, those among them whose dialect is named.
 */
export type DoorFormat = 'otlp logs' | 'otlp spans' | 'events' | 'sensors' | SensorFormat;
export type SensorFormat = `sensors ${string}`;

/** Where nobody says otherwise. */
export const defaultDoorTopics: readonly DoorTopic[] = [
  { topic: 'otlp_logs', pass: { origin: 'agent' }, format: 'otlp logs' },
  { topic: 'otlp_spans', pass: { origin: 'agent' }, format: 'otlp spans' },
  { topic: 'mortsafe.platform', pass: { origin: 'platform' }, format: 'sensors' },
  { topic: 'mortsafe.control', pass: { origin: 'control' }, format: 'events' },
];

export interface FromDoor {
  events: AgentEvent[];
  rejections: Rejection[];
  /** Reasons why something is not ours. */
  drops: string[];
}

export type DecodeDoor = (topic: string, delivery: KafkaDelivery) => FromDoor;

const BRACE = 0x7b;
const SPACES: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * Turns what entered by a door topic into agent events. Never throws. Their origin is the topic's, their
 * `observedTime` the broker's.
 *
 * @throws {TypeError} When it is given a message of a topic that is no door.
 */
export function doorDecoder(doors: readonly DoorTopic[], policy: Policy): DecodeDoor {
  const byTopic = new Map(doors.map((door) => [door.topic, door]));
  const decodeOtlp = otlpDecoder(policy);
  const decodeSensors = sensorDecoder(policy);
  return (topic, { body, position, observedTime, unreadable }) => {
    const door = byTopic.get(topic);
    if (!door) throw new TypeError(`${topic} is no door`);
    const { pass, format } = door;
    if (unreadable !== undefined) return refused(unreadable, position);
    if (body.length === 0) return refused('the message is empty', position);
    if (format === 'events') return eventLines(body, position, { pass, observedTime, policy });
    if (format.startsWith('sensors')) {
      const [, dialect] = format.split(' ');
      return decodeSensors({ bytes: body, position, pass, observedTime, dialect });
    }
    const decoded = decodeOtlp({
      signal: format === 'otlp logs' ? 'logs' : 'traces',
      encoding: looksLikeJson(body) ? 'json' : 'protobuf',
      bytes: body,
      position,
      pass,
      observedTime,
    });
    // What cannot be taken apart may hold content anywhere; its position leads to it.
    return decoded.kind === 'records' ? decoded : refused(decoded.reason, position);
  };
}

const refused = (reason: string, position: string): FromDoor => ({
  events: [],
  rejections: [rejection(reason, position)],
  drops: [],
});

/** No request in protobuf begins so: a brace would open a group, which nobody writes. */
function looksLikeJson(bytes: Uint8Array): boolean {
  let at = 0;
  while (SPACES.has(bytes[at])) at++;
  return bytes[at] === BRACE;
}
