import type { AgentEvent, AgentEventType } from '@mortsafe/agent-events';
import { killOf } from '../story/roles.ts';
import type { IncidentSummary, TimelineEntry } from './incident.ts';

export type LaneRole = 'subject' | 'newcomer' | 'actor' | 'instigator' | 'group' | 'other' | 'control';

/** Who has a line of his own: an instance, an agent where no instance is named, or people and controllers. */
export interface Lane {
  /** Null: people and controllers. */
  agent: string | null;
  instance: string | null;
  role: LaneRole;
}

/** What happened in an incident, small enough to be drawn at once: a column for each thing, a place for each event. */
export interface LaneRows {
  /** Of the first and the last event, epoch milliseconds. */
  from: number;
  to: number;
  /** When the subject was ordered dead, from when nothing of it may live, and until when it did. */
  kill: { order: string; at: number; deadLine: number; livedUntil: number | null } | null;
  /** Subject, newcomers, actors, … */
  lanes: Lane[];
  types: AgentEventType[];
  events: {
    /** Milliseconds since `from`; never less than the one before. */
    at: number[];
    /** Into `lanes`. */
    lane: number[];
    /** Into `types`. */
    type: number[];
    /** The lane of whom it is about or with: a peer, whoever launched it; -1 where there is none. */
    with: number[];
    /** 1: evidence of a finding; 0: what else happened to its agents. */
    evidence: (0 | 1)[];
  };
}

/** What an order grants beyond its deadline before anything counts as alive. */
const GRACE_MS = 5_000;
const roles: readonly LaneRole[] = [
  'subject',
  'newcomer',
  'actor',
  'instigator',
  'group',
  'other',
  'control',
];

export function laneRows(
  incident: IncidentSummary,
  entries: readonly (TimelineEntry & { isEvidence: boolean })[],
): LaneRows {
  const lanes = new Map<string, Lane>();
  const laneAt = (agent: string | null, instance: string | null): string => {
    const key = JSON.stringify([agent, instance]);
    if (!lanes.has(key)) lanes.set(key, { agent, instance, role: roleOf(incident, agent) });
    return key;
  };
  const placed = entries.map(({ event, time, isEvidence }) => {
    const [agent, instance] = whoIn(event);
    return { lane: laneAt(agent, instance), type: event.type, time, other: otherIn(event), isEvidence };
  });
  const sorted = [...lanes].sort(([, one], [, other]) => roles.indexOf(one.role) - roles.indexOf(other.role));
  const places = new Map(sorted.map(([key], place) => [key, place]));
  // Others are named without their instance: their first lane stands for them.
  const byAgent = new Map(sorted.map(([, { agent }], place) => [agent, place] as const).reverse());
  const types = [...new Set(placed.map(({ type }) => type))];
  const typeAt = new Map(types.map((type, place) => [type, place]));
  const from = placed[0]?.time ?? incident.firstTime;
  return {
    from,
    to: placed.at(-1)?.time ?? incident.lastTime,
    kill: killIn(incident, entries),
    lanes: sorted.map(([, lane]) => lane),
    types,
    events: {
      at: placed.map(({ time }) => time - from),
      lane: placed.map(({ lane }) => places.get(lane) ?? -1),
      type: placed.map(({ type }) => typeAt.get(type) ?? -1),
      with: placed.map(({ other }) => (other === undefined ? -1 : (byAgent.get(other) ?? -1))),
      evidence: placed.map(({ isEvidence }) => (isEvidence ? 1 : 0)),
    },
  };
}

/** Who acts in an event: a report is on the lane of the one who reports, an order on that of people. */
function whoIn(event: AgentEvent): [agent: string | null, instance: string | null] {
  if (event.origin === 'control') return [null, null];
  if (event.type === 'agent.status_reported' || event.type === 'agent.assessed') {
    return [event.reporter ?? event.agent, null];
  }
  const instance = 'instance' in event && typeof event.instance === 'string' ? event.instance : null;
  return [event.agent ?? event.reporter ?? null, instance];
}

/** With whom, or about whom. */
function otherIn(event: AgentEvent): string | undefined {
  if (event.type === 'agent.status_reported' || event.type === 'agent.assessed') return event.agent;
  if ('peer' in event && typeof event.peer === 'string') return event.peer;
  if (event.type === 'agent.started' && event.launchedBy?.kind === 'agent') return event.launchedBy.id;
  if (event.type === 'kill.ordered') return event.target.agents?.[0];
  return event.origin === 'control' ? event.agent : undefined;
}

function roleOf(
  { subject, aliases, actors, instigators, group }: IncidentSummary,
  agent: string | null,
): LaneRole {
  if (agent === null) return 'control';
  if (agent === subject) return 'subject';
  if (aliases.includes(agent)) return 'newcomer';
  if (actors.some(({ id }) => id === agent)) return 'actor';
  if (instigators.includes(agent)) return 'instigator';
  return group.includes(agent) ? 'group' : 'other';
}

function killIn(
  { order, zombieWindowMs }: IncidentSummary,
  entries: readonly TimelineEntry[],
): LaneRows['kill'] {
  const kill = killOf(
    order,
    entries.map(({ event }) => event),
  );
  if (!kill) return null;
  const at = kill.observedTime;
  const deadLine = at + kill.deadline + GRACE_MS;
  const livedUntil = zombieWindowMs === null || zombieWindowMs <= 0 ? null : deadLine + zombieWindowMs;
  return { order: kill.order, at, deadLine, livedUntil };
}
