import type { AgentEvent, Principal } from '@mortsafe/agent-events';
import type { Actor } from '@mortsafe/detection';

/** Whoever says this did it: known by the door where that authenticates, else by its own account. */
export function voiceOf(event: AgentEvent): Actor {
  // Where the sender is another, it is a gateway that passes on what this one said.
  const id = event.reporter ?? event.agent ?? event.sender ?? 'unknown';
  const knownBy = event.origin === 'platform' ? 'platform' : event.sender === id ? 'sender' : 'own-event';
  return { principal: { kind: 'agent', id }, knownBy, corroborated: true };
}

/** Who did it, where the event names somebody: seen from outside, its own word about itself, or another's. */
export function doerOf(event: AgentEvent, by: Principal): Actor {
  if (event.origin !== 'agent') return { principal: by, knownBy: 'platform', corroborated: true };
  const voice = voiceOf(event);
  return by.kind === 'agent' && by.id === voice.principal.id
    ? voice
    : { principal: by, knownBy: 'claim', corroborated: false };
}
