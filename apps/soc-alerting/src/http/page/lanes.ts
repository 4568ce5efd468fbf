import type { AgentEvent, AgentEventType } from '@mortsafe/agent-events';
import type { Incident } from '../../incidents/incident.ts';
import { killOf } from '../../story/roles.ts';

export type MarkKind = 'start' | 'stop' | 'beat' | 'link' | 'report' | 'refusal' | 'other';

/** Something an agent did, `at` percent of the width. */
export interface Mark {
  kind: MarkKind;
  at: number;
  event: AgentEvent;
}

export interface Lane {
  agent: string;
  role: 'subject' | 'newcomer' | 'actor' | 'instigator' | 'other';
  marks: Mark[];
}

export interface Lanes {
  lanes: Lane[];
  /** Percent of the width; absent where it is not known or not on the picture. */
  kill?: number;
  deadLine?: number;
  zombie?: { from: number; to: number };
  from: number;
  to: number;
}

const LANES_MAX = 8;
/** What an order grants beyond its deadline before anything counts as alive. */
const GRACE_MS = 5_000;

const kinds: Partial<Record<AgentEventType, MarkKind>> = {
  'agent.started': 'start',
  'agent.stopped': 'stop',
  'agent.heartbeat': 'beat',
  'link.opened': 'link',
  'agent.status_reported': 'report',
  'kill.refused': 'refusal',
};

/** Who acts in an event: a report is a mark on the lane of the one who reports. */
function agentIn(event: AgentEvent): string | undefined {
  if (event.type === 'kill.ordered') return undefined;
  if (event.type === 'agent.status_reported' || event.type === 'agent.assessed') return event.reporter;
  return event.agent;
}

/** A lane for each agent, time from left to right; undefined where there is too little to draw. */
export function lanesOf(incident: Incident): Lanes | undefined {
  const events = incident.timeline.map(({ event }) => event);
  const kill = killOf(incident.order, events);
  const window = incident.zombieWindowMs ?? 0;
  const deadTime = kill && kill.observedTime + kill.deadline + GRACE_MS;
  const times = events.map(({ observedTime }) => observedTime);
  if (deadTime !== undefined && window > 0) times.push(deadTime, deadTime + window);
  const from = Math.min(...times);
  const to = Math.max(...times);
  if (events.length < 2 || !(to > from)) return undefined;

  // A margin on both sides keeps marks from being cut off.
  const at = (time: number) => 2 + (96 * (time - from)) / (to - from);
  const lanes = new Map<string, Lane>();
  for (const event of events) {
    const agent = agentIn(event);
    if (agent === undefined) continue;
    const lane = lanes.get(agent) ?? { agent, role: roleOf(incident, agent), marks: [] };
    lane.marks.push({ kind: kinds[event.type] ?? 'other', at: at(event.observedTime), event });
    lanes.set(agent, lane);
  }
  if (lanes.size === 0) return undefined;
  return {
    lanes: [...lanes.values()]
      .sort((one, other) => order.indexOf(one.role) - order.indexOf(other.role))
      .slice(0, LANES_MAX),
    from,
    to,
    ...(kill ? { kill: at(kill.observedTime) } : {}),
    ...(deadTime !== undefined && deadTime <= to ? { deadLine: at(deadTime) } : {}),
    ...(deadTime !== undefined && window > 0
      ? { zombie: { from: at(deadTime), to: at(deadTime + window) } }
      : {}),
  };
}

const order: readonly Lane['role'][] = ['subject', 'newcomer', 'actor', 'instigator', 'other'];

function roleOf({ subject, aliases, actors, instigators }: Incident, agent: string): Lane['role'] {
  if (agent === subject) return 'subject';
  if (aliases.includes(agent)) return 'newcomer';
  if (actors.some(({ id }) => id === agent)) return 'actor';
  return instigators.includes(agent) ? 'instigator' : 'other';
}
