import { parseAgentEvent } from '@mortsafe/agent-events';
import type { Decoded } from '../source.ts';
import { type DoorContext, doorOf } from './dialect.ts';
import { maySpeakFor } from './fleet.ts';

/** The last word on what a dialect has gathered, the same for all of them. */
export function judge(candidate: object, context: DoorContext): Decoded {
  const parsed = parseAgentEvent(candidate, doorOf(context));
  if (parsed.kind === 'reject') {
    // From a newer producer; it is not broken, and need not hear that it is.
    return parsed.reason.startsWith('unknown type') ? { kind: 'drop', reason: 'unknown type' } : parsed;
  }
  if (!maySpeakFor(context.pass, parsed.event.fleet)) {
    return { kind: 'reject', reason: 'fleet not allowed for this credential' };
  }
  return parsed;
}
