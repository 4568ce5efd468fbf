import type { AgentEventType, Envelope, EventOf } from '@mortsafe/agent-events/events';
import { type Context, context as contexts } from '@opentelemetry/api';
import type { Recorder } from './recorder.ts';

export interface Identity {
  readonly id: string;
  readonly fleet: string;
  readonly instance: string;
}

/** Who says something, where it may not be known in which launch. */
export interface Speaker {
  readonly id: string;
  readonly fleet: string;
  readonly instance?: string | undefined;
}

type Own<Type extends AgentEventType> = Omit<EventOf<Type>, keyof Envelope | 'agent' | 'type'>;
/** Fields may be given as undefined: they are left out. */
type Said<Type extends AgentEventType> = {
  [Name in keyof Own<Type>]: Own<Type>[Name] | undefined;
};

export interface About {
  /** The agent it is about. Default the one that speaks. */
  agent?: string | undefined;
  traceId?: string;
  spanId?: string;
  parentSpanId?: string;
  /** Default the active one, so that what an agent does is known by what led to it. */
  context?: Context;
}

/** How one agent says things: each event gets its id, its time and whose it is. */
export interface Voice {
  say<Type extends AgentEventType>(type: Type, fields: Said<Type>, about?: About): void;
}

export function createVoice(self: Identity, recorder: Recorder): Voice {
  return {
    say(type, fields, about = {}) {
      recorder.record(eventOf(self, type, fields, about), about.context ?? contexts.active());
    },
  };
}

/** An event in the words of `self`. Of a peer it only reports: the instance is for the peer itself to say. */
export function eventOf<Type extends AgentEventType>(
  self: Speaker,
  type: Type,
  fields: Said<Type>,
  { agent = self.id, traceId, spanId, parentSpanId }: About = {},
): EventOf<Type> {
  const time = Date.now();
  const isOwn = agent === self.id && !reportedByNature.has(type);
  const event = {
    id: crypto.randomUUID(),
    type,
    time,
    observedTime: time,
    origin: 'agent',
    fleet: self.fleet,
    agent,
    instance: isOwn ? self.instance : undefined,
    reporter: isOwn ? undefined : self.id,
    traceId,
    spanId,
    parentSpanId,
    ...fields,
  };
  // `Said` asks for every field of this type; the compiler cannot put a generic union together again. What is
  // undefined here is absent on the wire.
  return event as unknown as EventOf<Type>;
}

/** They name their reporter always, also where an agent speaks of itself. */
const reportedByNature: ReadonlySet<AgentEventType> = new Set<AgentEventType>([
  'agent.status_reported',
  'agent.assessed',
]);
