import type { AgentEvent, AgentEventType, EventOf, Principal } from '@mortsafe/agent-events';

/** Where every timeline begins. */
export const START = Date.UTC(2026, 0, 1);

/** When something happens in a timeline: `'12s'`, `'1.5s'`, `'3m'`, `'2h'`, `'30d'` from its beginning, or milliseconds. */
export type At = string | number;

const units: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @throws {TypeError} It is not a time. */
export function ms(at: At): number {
  if (typeof at === 'number') return at;
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(at) ?? [];
  if (amount === undefined || unit === undefined) throw new TypeError(`not a time: ${at}`);
  return Math.round(Number(amount) * units[unit]!);
}

/** Envelope fields that a timeline may state; the rest is filled in. */
export interface Stated {
  at: At;
  /** When the producer says it happened. Default: when it is observed. */
  claims?: At;
  id?: string;
  fleet?: string;
  instance?: string;
  origin?: AgentEvent['origin'];
  sender?: string;
  reporter?: string;
  host?: string;
  traceId?: string;
  spanId?: string;
  parentSpanId?: string;
}

/** One event of a timeline: says what matters, fills in the rest. Ids tell where in which timeline it stands. */
export function event<Type extends AgentEventType>(
  type: Type,
  agent: string,
  stated: Stated,
  fields: Omit<
    EventOf<Type>,
    keyof Stated | 'type' | 'agent' | 'time' | 'observedTime' | 'fleet' | 'id' | 'origin'
  > &
    Partial<EventOf<Type>>,
): AgentEvent {
  const { at, claims, ...envelope } = stated;
  const observedTime = START + ms(at);
  return {
    id: `${type}/${agent}/${stated.instance ?? ''}/${stated.reporter ?? ''}/${at}${claims ?? ''}`,
    type,
    time: claims === undefined ? observedTime : START + ms(claims),
    observedTime,
    origin: 'agent',
    fleet: 'crew',
    agent,
    ...fields,
    ...envelope,
  } as unknown as AgentEvent;
}

export const person = (id: string): Principal => ({ kind: 'person', id });
export const controller = (id: string): Principal => ({ kind: 'controller', id });
export const peer = (id: string): Principal => ({ kind: 'agent', id });
