import { type AgentEvent, idMaxChars, parseAgentEvent } from '@mortsafe/agent-events';
import type { Decoded, DoorPass } from '../source.ts';
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
    const stranger = asStranger(context.pass, parsed.event);
    return stranger
      ? { kind: 'event', event: stranger }
      : { kind: 'reject', reason: 'fleet not allowed for this credential' };
  }
  return parsed;
}

/**
 * An agent that speaks for a fleet that its credential is not for. The event goes on under a sender that is nobody's
 * name there (`planner@crew`), so that it is believed in nothing and told of as `impersonation`. What speaks as
 * nobody, and what no agent sent, is refused instead.
 */
function asStranger({ origin, sender, fleets }: DoorPass, event: AgentEvent): AgentEvent | undefined {
  if (origin !== 'agent' || (event.reporter ?? event.agent) === undefined) return undefined;
  const from = `${sender ?? 'credential'}@${fleets?.join(',') ?? ''}`;
  return { ...event, sender: from.slice(0, idMaxChars) };
}
