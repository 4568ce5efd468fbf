import type { AgentEvent, AgentEventType, EventOf } from '@mortsafe/agent-events';

type Of<Type extends AgentEventType> = { type: Type; atMs: number; claimsMs?: number } & Partial<
  Omit<EventOf<Type>, 'type' | 'fleet' | 'time' | 'observedTime'>
> &
  Omit<
    EventOf<Type>,
    'type' | 'fleet' | 'time' | 'observedTime' | 'id' | 'origin' | keyof OptionalOf<EventOf<Type>>
  > & { fleet?: string };

type OptionalOf<Whole> = { [Key in keyof Whole as undefined extends Whole[Key] ? Key : never]: Whole[Key] };

/**
 * An event as a story tells it: when, in milliseconds since the fleet's first, and what matters; the stage fills in
 * the rest. `claimsMs` is when the producer says it was, where that is not when it was.
 */
export type Saying = { [Type in AgentEventType]: Of<Type> }[AgentEventType];

/** Ties an event to the fleet and the calendar. */
export function eventOf(
  saying: Saying,
  { fleet, startMs, id }: { fleet: string; startMs: number; id: string },
) {
  const { atMs, claimsMs, ...fields } = saying;
  return {
    id,
    origin: 'agent',
    fleet,
    ...fields,
    time: startMs + (claimsMs ?? atMs),
    observedTime: startMs + atMs,
  } as AgentEvent;
}
