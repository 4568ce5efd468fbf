import type { AgentEvent, AgentEventType } from '@mortsafe/agent-events/events';

export type MarkKind =
  | 'start'
  | 'relaunch'
  | 'stop'
  | 'beat'
  | 'activity'
  | 'link'
  | 'report'
  | 'order'
  | 'refusal'
  | 'other';

/** Something that happened on a lane. */
export interface Mark {
  /** Epoch milliseconds. */
  at: number;
  kind: MarkKind;
  /** Of the entry in the timeline. */
  key: string;
  event: AgentEvent;
}

export const markWords: Readonly<Record<MarkKind, string>> = {
  start: 'start',
  relaunch: 'start after the kill',
  stop: 'stop',
  beat: 'heartbeat',
  activity: 'activity',
  link: 'link',
  report: 'status report',
  order: 'order or mark',
  refusal: 'refusal',
  other: 'other',
};

const kinds: Partial<Record<AgentEventType, MarkKind>> = {
  'agent.started': 'start',
  'agent.stopped': 'stop',
  'agent.heartbeat': 'beat',
  'agent.activity': 'activity',
  'link.opened': 'link',
  'link.closed': 'link',
  'agent.status_reported': 'report',
  'agent.assessed': 'report',
  'kill.ordered': 'order',
  'kill.acknowledged': 'order',
  'kill.refused': 'refusal',
  'kill.rescinded': 'order',
  'relaunch.authorised': 'order',
  'agent.compromised': 'order',
  'agent.cleared': 'order',
  'quarantine.imposed': 'order',
  'quarantine.lifted': 'order',
};

export const kindOf = ({ type }: AgentEvent): MarkKind => kinds[type] ?? 'other';

/** What only the living do. */
const lively: readonly MarkKind[] = ['start', 'relaunch', 'beat', 'activity', 'link'];
export const isLively = ({ kind }: Mark): boolean => lively.includes(kind);

/** On whose lane an event stands: a report on that of whoever reports, an order on nobody's. */
export function actorOf(event: AgentEvent): { agent: string; instance: string | undefined } | undefined {
  // It is drawn across all lanes.
  if (event.type === 'kill.ordered') return undefined;
  if (event.type === 'agent.status_reported' || event.type === 'agent.assessed') {
    return event.reporter === undefined ? undefined : { agent: event.reporter, instance: undefined };
  }
  return event.agent === undefined ? undefined : { agent: event.agent, instance: event.instance };
}
