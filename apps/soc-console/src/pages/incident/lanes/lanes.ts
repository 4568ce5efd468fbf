import type { AgentEvent } from '@mortsafe/agent-events/events';
import type { Incident } from '../../../api/generated/schemas.ts';
import { actorOf, isLively, kindOf, type Mark } from './marks.ts';

/** Epoch milliseconds. */
export interface Span {
  from: number;
  to: number;
}

export type LaneRole = 'subject' | 'newcomer' | 'actor' | 'instigator' | 'other';

/** The life of one instance of an agent. */
export interface Lane {
  key: string;
  agent: string;
  /** Null where events do not say which. */
  instance: string | null;
  role: LaneRole;
  /** By time. */
  marks: Mark[];
  /** From its first sign of life to its stop, or to its last sign. */
  alive: Span | null;
  /** Where it was silent for much longer than it uses to be. */
  gaps: Span[];
  /** Alive past the dead line of its kill. */
  zombie: Span | null;
}

export interface Swimlanes {
  lanes: Lane[];
  /** Lanes beyond the bound. */
  left: number;
  whole: Span;
  kill: number | undefined;
  deadLine: number | undefined;
}

const LANES_MAX = 60;
/** What an order grants beyond its deadline, where nobody says the dead line itself. */
const GRACE_MS = 5_000;
const GAP_BEATS = 3;
const BEATS_MIN = 4;
/** Room at both ends. */
const MARGIN = 0.02;

/** The incident as lanes, those of the subject first. Undefined where nothing has a time. */
export function swimlanesOf(incident: Incident, knownDeadLine?: number): Swimlanes | undefined {
  const entries = incident.timeline.map(({ key, time, event }) => ({
    key,
    at: time,
    event: event as unknown as AgentEvent,
  }));
  const order = entries.find(({ event }) => event.type === 'kill.ordered' && event.order === incident.order);
  const kill = order?.at;
  const granted = order?.event.type === 'kill.ordered' ? order.event.deadline + GRACE_MS : undefined;
  const deadLine =
    knownDeadLine ?? (kill === undefined || granted === undefined ? undefined : kill + granted);

  const lanes = new Map<string, Lane>();
  for (const { key, at, event } of entries) {
    const who = actorOf(event);
    if (who === undefined) continue;
    const lane = laneFor(lanes, incident, who, at);
    const kind = kindOf(event);
    const isBack = kind === 'start' && kill !== undefined && at > kill && isOfSubject(lane);
    lane.marks.push({ at, kind: isBack ? 'relaunch' : kind, key, event });
  }
  const all = [...lanes.values()].sort(byRole);
  for (const lane of all) finish(lane, deadLine);
  if (deadLine !== undefined) stretch(all, deadLine, incident.zombieWindowMs ?? 0);
  const times = entries.map(({ at }) => at);
  if (all.length === 0) return undefined;
  const ends = all.flatMap(({ zombie }) => zombie?.to ?? []);
  const whole = wholeOf([...times, ...ends, ...(deadLine === undefined ? [] : [deadLine])]);
  return { lanes: all.slice(0, LANES_MAX), left: Math.max(0, all.length - LANES_MAX), whole, kill, deadLine };
}

function laneFor(
  lanes: Map<string, Lane>,
  incident: Incident,
  { agent, instance }: { agent: string; instance: string | undefined },
  at: number,
): Lane {
  // Who says no instance speaks for the one that is there.
  const known = instance ?? newestOf(lanes, agent, at) ?? null;
  const key = JSON.stringify([agent, known]);
  const lane = lanes.get(key) ?? newLane(key, agent, known, roleOf(incident, agent));
  lanes.set(key, lane);
  return lane;
}

function newestOf(lanes: Map<string, Lane>, agent: string, at: number): string | undefined {
  const before = [...lanes.values()].filter(
    (lane) => lane.agent === agent && lane.instance !== null && (lane.marks[0]?.at ?? at) <= at,
  );
  return before.at(-1)?.instance ?? undefined;
}

const newLane = (key: string, agent: string, instance: string | null, role: LaneRole): Lane => ({
  ...{ key, agent, instance, role },
  ...{ marks: [], alive: null, gaps: [], zombie: null },
});

function finish(lane: Lane, deadLine: number | undefined): void {
  lane.marks.sort((one, other) => one.at - other.at);
  const signs = lane.marks.filter(isLively).map(({ at }) => at);
  const [first] = signs;
  const last = signs.at(-1);
  const stop = lane.marks.findLast(({ kind }) => kind === 'stop')?.at;
  if (first === undefined || last === undefined) return;
  lane.alive = { from: first, to: Math.max(last, stop ?? last) };
  lane.gaps = gapsIn(signs, lane.marks);
  if (deadLine !== undefined && isOfSubject(lane) && lane.alive.to > deadLine && last > deadLine) {
    lane.zombie = { from: Math.max(deadLine, first), to: last };
  }
}

/** What was found to have lived longer than its own events say, lived as the last one of the subject. */
function stretch(lanes: readonly Lane[], deadLine: number, zombieWindowMs: number): void {
  const living = lanes.filter((lane) => isOfSubject(lane) && lane.alive !== null);
  const lane = living.sort((one, other) => (one.alive?.to ?? 0) - (other.alive?.to ?? 0)).at(-1);
  const to = deadLine + zombieWindowMs;
  if (!lane?.alive || zombieWindowMs === 0 || to <= (lane.zombie?.to ?? 0)) return;
  lane.zombie = { from: lane.zombie?.from ?? Math.max(deadLine, lane.alive.from), to };
}

/** Only who beats regularly can be missed. */
function gapsIn(signs: readonly number[], marks: readonly Mark[]): Span[] {
  const beats = marks.filter(({ kind }) => kind === 'beat').map(({ at }) => at);
  if (beats.length < BEATS_MIN) return [];
  const steps = beats.slice(1).map((at, index) => at - (beats[index] ?? at));
  const usual = steps.sort((one, other) => one - other)[Math.floor(steps.length / 2)] ?? 0;
  return signs.slice(1).flatMap((to, index) => {
    const from = signs[index] ?? to;
    return usual > 0 && to - from > GAP_BEATS * usual ? [{ from, to }] : [];
  });
}

const isOfSubject = ({ role }: Lane): boolean => role === 'subject' || role === 'newcomer';

const order: readonly LaneRole[] = ['subject', 'newcomer', 'actor', 'instigator', 'other'];

const byRole = (one: Lane, other: Lane): number =>
  order.indexOf(one.role) - order.indexOf(other.role) || (one.marks[0]?.at ?? 0) - (other.marks[0]?.at ?? 0);

function roleOf({ subject, aliases, actors, instigators }: Incident, agent: string): LaneRole {
  if (agent === subject) return 'subject';
  if (aliases.includes(agent)) return 'newcomer';
  if (actors.some(({ id }) => id === agent)) return 'actor';
  return instigators.includes(agent) ? 'instigator' : 'other';
}

function wholeOf(times: readonly number[]): Span {
  // Spread would overflow the stack on a long timeline.
  const from = times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const to = times.reduce((most, at) => Math.max(most, at), Number.NEGATIVE_INFINITY);
  const room = Math.max(1_000, (to - from) * MARGIN);
  return { from: from - room, to: to + room };
}
