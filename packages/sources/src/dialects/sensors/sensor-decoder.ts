import { type AgentEvent, type Policy, readTime } from '@mortsafe/agent-events';
import { type Decoded, type DoorPass, type Rejection, rejection } from '../../source.ts';
import { mortsafeEvents } from '../mortsafe-events.ts';
import { createKnown } from './known.ts';
import { drop, type SensorContext, type SensorDialect } from './sensor-dialect.ts';
import { sensorDialects } from './sensor-dialects.ts';
import { type Unwrapped, unwrap } from './unwrap.ts';

/** Understood wherever sensors are heard: the canary beats in it. */
const OURS = mortsafeEvents.name;

export interface SensorDelivery {
  bytes: Uint8Array;
  /** What rejections are named after. */
  position: string;
  pass: DoorPass;
  /** When it entered, epoch milliseconds. Default: whenever each record says, as in a recording. */
  observedTime: number | undefined;
  /** Whose words. Default: of each record the first that fits. */
  dialect?: string | undefined;
}

export interface FromSensor {
  events: AgentEvent[];
  /** Without bytes: what sensors see may hold secrets anywhere. Their position leads to them. */
  rejections: Rejection[];
  /** Reasons why something is not ours. */
  drops: string[];
}

export type SensorDecoder = (delivery: SensorDelivery) => FromSensor;

/**
 * Turns what sensors of the platform say into agent events. Never throws. Remembers, within bounds and for as long as
 * it lives, what one message says that a later one needs.
 */
export function sensorDecoder(
  policy: Policy,
  dialects: readonly SensorDialect[] = sensorDialects,
): SensorDecoder {
  const known = createKnown();
  let lastTime = 0;

  function decodeOne(unwrapped: Unwrapped, { pass, observedTime, dialect }: SensorDelivery): Decoded[] {
    if (unwrapped.kind !== 'record') return [unwrapped];
    const { record } = unwrapped;
    const speaking = dialects.find(
      ({ name, matches }) => (dialect === undefined || name === dialect || name === OURS) && matches(record),
    );
    if (!speaking)
      return drop(dialect === undefined ? 'in the words of no sensor' : `not in the words of ${dialect}`);
    lastTime = observedTime ?? readTime(speaking.timeOf(record)) ?? lastTime;
    const context: SensorContext = { pass, policy, known, observedTime: lastTime };
    return speaking.decode(record, context);
  }

  return (delivery) => {
    const found: FromSensor = { events: [], rejections: [], drops: [] };
    for (const [index, unwrapped] of unwrap(delivery.bytes).entries()) {
      for (const decoded of decodeOne(unwrapped, delivery)) {
        if (decoded.kind === 'event') found.events.push(decoded.event);
        else if (decoded.kind === 'drop') found.drops.push(decoded.reason);
        else found.rejections.push(rejection(decoded.reason, `${delivery.position}#${index}`));
      }
    }
    return found;
  };
}
