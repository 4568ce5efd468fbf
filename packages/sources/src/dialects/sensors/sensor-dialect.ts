import type { Decoded } from '../../source.ts';
import type { DoorContext } from '../dialect.ts';
import type { Known } from './known.ts';

export interface SensorContext extends DoorContext {
  known: Known;
}

/** The words of a sensor of the platform. Pure but for what it notes in `known`. */
export interface SensorDialect {
  name: string;
  /** Whether a record is in these words, as far as its outside tells. */
  matches(record: object): boolean;
  /** When the sensor says that it happened; epoch milliseconds or RFC 3339, if it is as it should be. */
  timeOf(record: object): unknown;
  /** Called for what matches. At least one outcome. Never throws. */
  decode(record: object, context: SensorContext): Decoded[];
}

export const drop = (reason: string): Decoded[] => [{ kind: 'drop', reason }];
export const reject = (reason: string): Decoded[] => [{ kind: 'reject', reason }];
