import { type AgentEvent, parseAgentEvent } from '@mortsafe/agent-events';

/** What a door takes of what agents send. The rest is refused there, and the detector never hears of it. */
export function* taken(events: Iterable<AgentEvent>): Generator<AgentEvent> {
  for (const sent of events) {
    const parsed = parseAgentEvent(sent);
    if (parsed.kind === 'event') yield parsed.event;
  }
}
