import type { AgentEvent } from '@mortsafe/agent-events';
import type { Actor } from '@mortsafe/detection';

/** Whoever said this did it: known by the door where that authenticates, else by its own account. */
export function voiceOf(event: AgentEvent): Actor {
  const id = event.sender ?? event.reporter ?? event.agent ?? 'unknown';
  const knownBy =
    event.origin === 'platform' ? 'platform' : event.sender === undefined ? 'own-event' : 'sender';
  return { principal: { kind: 'agent', id }, knownBy, corroborated: true };
}
