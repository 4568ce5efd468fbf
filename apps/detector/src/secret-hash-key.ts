import { randomBytes } from 'node:crypto';
import type { DetectorOptions } from '@mortsafe/detection';

/** For the filter of repeats: who does not know it cannot make an event that passes for a repeat of another's. */
export function secretHashKey(): NonNullable<DetectorOptions['hashKey']> {
  const bytes = randomBytes(8);
  return [bytes.readInt32LE(0), bytes.readInt32LE(4)];
}
