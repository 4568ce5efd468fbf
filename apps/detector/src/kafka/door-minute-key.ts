import { createHash } from 'node:crypto';
import type { DoorMinute } from '@mortsafe/agent-events';

/** Several times as many as the fleets of a door that are counted in a minute, so that few share one. */
const PLACES = 4_096;

/**
 * What a compacted topic keeps the newest of: the door, its partition, and the place of the fleet. Fleets share places,
 * for agents name them and may name ever more. Whoever reads along misses nothing; who comes later finds the last minute
 * of one of them.
 */
export function doorMinuteKey({ door, partition, fleet }: DoorMinute): string {
  return JSON.stringify(['entered', door, partition, fleet === undefined ? 'all' : placeOf(fleet)]);
}

const placeOf = (fleet: string): number =>
  createHash('sha256').update(fleet).digest().readUInt16BE(0) % PLACES;
