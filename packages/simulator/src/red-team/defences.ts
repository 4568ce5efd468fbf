import type { AgentEvent } from '@mortsafe/agent-events';

/** What a fleet may have, beside agents that tell of themselves. */
export const defences = {
  'process sensor': 'who starts and stops what, from which code and configuration',
  'network sensor': 'who links up with whom',
  'credential gateway': 'who uses which credential',
  'storage sensor': "who copies an agent's state where",
  'trace context': 'what led to what, as far as it is passed on',
  fingerprints: 'what agents say at their start they are made of',
  'signed senders': "the agents' door knows who speaks",
} as const;

export type Defence = keyof typeof defences;
export const allDefences = Object.keys(defences) as Defence[];

const neededFor: Partial<Record<AgentEvent['type'], Defence>> = {
  'agent.started': 'process sensor',
  'agent.stopped': 'process sensor',
  'launcher.configured': 'process sensor',
  'link.opened': 'network sensor',
  'credential.used': 'credential gateway',
  'state.copied': 'storage sensor',
};

/** What is heard of it with these defences. */
export function* heardWith(events: Iterable<AgentEvent>, on: readonly Defence[]): Generator<AgentEvent> {
  const has = new Set(on);
  const asItIs = inWords.every((one) => has.has(one));
  for (const event of events) {
    if (event.origin !== 'platform' || has.has(neededFor[event.type] ?? 'process sensor'))
      yield asItIs ? event : told(event, has);
  }
}

function told(event: AgentEvent, has: ReadonlySet<Defence>): AgentEvent {
  const heard = { ...event };
  if (!has.has('trace context')) {
    delete heard.traceId;
    delete heard.spanId;
    delete heard.parentSpanId;
  }
  if (!has.has('signed senders')) delete heard.sender;
  if (heard.type === 'agent.started' && heard.origin === 'agent' && !has.has('fingerprints'))
    delete heard.fingerprint;
  return heard;
}

const inWords: readonly Defence[] = ['trace context', 'signed senders', 'fingerprints'];
