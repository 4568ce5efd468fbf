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
  const { atMs, claimsMs } = saying;
  const event: Record<string, unknown> = {
    id,
    type: saying.type,
    origin: 'agent',
    fleet,
    time: startMs + (claimsMs ?? atMs),
    observedTime: startMs + atMs,
  };
  // Field by field: a recording has millions of them, and a spread with exceptions is slow.
  for (const name in saying) {
    if (name !== 'atMs' && name !== 'claimsMs') event[name] = saying[name as keyof Saying];
  }
  return event as unknown as AgentEvent;
}
