import { forgetAgent } from './forget-agent.ts';
import { isEstablishedFor, isMarked, resemblesKilled } from './interest.ts';
import type { Picture } from './picture.ts';
import type { AgentRecord } from './records.ts';

/** Agents that came through the agents' door: how fast, and which of them may be forgotten for others. */
export interface Newcomers {
  /** When the last of them came, as many as the bound; a ring from `next` on. */
  times: number[];
  next: number;
  /** Fleet time in hours, and how many came in it. */
  hour: number;
  inHour: number;
  /** The hour in which a flood was last told of. */
  toldHour: number;
  /** Ids, oldest first from `head` on: those on trial, and those that have shown themselves for a while. */
  fresh: Queue;
  lasting: Queue;
}

export interface Queue {
  ids: string[];
  head: number;
}

const HOUR_MS = 3_600_000;
const TOLD_EVERY = 1_000;
const SWEEP_MAX = 64;
const COMPACT_AT = 1_024;

export const createNewcomers = (): Newcomers => ({
  times: [],
  next: 0,
  hour: Number.NEGATIVE_INFINITY,
  inHour: 0,
  toldHour: Number.NEGATIVE_INFINITY,
  fresh: { ids: [], head: 0 },
  lasting: { ids: [], head: 0 },
});

/** Whether a record may be made: there is room, or room is made, or who speaks is not an agent. */
export function mayTrack(picture: Picture): boolean {
  const { state, tuning, event } = picture;
  const { tracked } = tuning.limits('invented-agents', '');
  if (state.agents.size < tracked! || event?.origin !== 'agent') return true;
  tellOfFlood(picture);
  if (makeRoom(picture)) return true;
  state.counts.agentsRefused++;
  return false;
}

/** Whether one more agent finds room, and belongs to no flood: there is nothing to tell of it. */
export function comesAlone({ state, tuning }: Picture): boolean {
  const { bound, within, tracked } = tuning.limits('invented-agents', '');
  const { agents, newcomers, now } = state;
  if (agents.size >= tracked! || newcomers.times.length > bound!) return false;
  return timeBefore(newcomers, bound!) < now - within!;
}

/** An agent was heard of for the first time. */
export function noteNewcomer(picture: Picture, id: string): void {
  const { state, tuning, event } = picture;
  if (event?.origin !== 'agent') return;
  const { newcomers, now } = state;
  newcomers.fresh.ids.push(id);
  if (state.rollouts.some(({ agents, finishedAt }) => finishedAt === undefined && agents.includes(id)))
    return;
  const hour = Math.floor(now / HOUR_MS);
  newcomers.inHour = hour === newcomers.hour ? newcomers.inHour + 1 : 1;
  newcomers.hour = hour;
  const { bound, within } = tuning.limits('invented-agents', '');
  if (pushTime(newcomers, now, bound!) >= now - within!) tellOfFlood(picture);
}

/** Enters a time, and gives back the one that came `bound` before it. */
function pushTime(newcomers: Newcomers, now: number, bound: number): number {
  const { times } = newcomers;
  if (times.length > bound) times.splice(0, times.length, ...times.slice(-bound));
  const before = timeBefore(newcomers, bound);
  if (times.length < bound) times.push(now);
  else {
    newcomers.next %= bound;
    times[newcomers.next++] = now;
  }
  return before;
}

/** When the one came that is `bound` before the next. */
const timeBefore = ({ times, next }: Newcomers, bound: number): number =>
  times.length < bound ? Number.NEGATIVE_INFINITY : times[next % bound]!;

/** At once in a new hour, then now and then: a flood must not cost more than it brings. */
function tellOfFlood({ state, painted, event }: Picture): void {
  const { newcomers, now } = state;
  const hour = Math.floor(now / HOUR_MS);
  if (newcomers.toldHour === hour && newcomers.inHour % TOLD_EVERY !== 0) return;
  newcomers.toldHour = hour;
  painted.flood = event;
}

/** Forgets whoever is of least interest: who came long ago and did not stay, else the youngest of those who did. */
function makeRoom(picture: Picture): boolean {
  const { agents, newcomers, now } = picture.state;
  for (let id = takeFirst(newcomers.fresh); id !== undefined; id = takeFirst(newcomers.fresh)) {
    const record = agents.get(id);
    if (!record || isMarked(record)) continue;
    if (isEstablishedFor(record, now) || resemblesKilled(picture, record)) newcomers.lasting.ids.push(id);
    else return forgetAgent(picture, record);
  }
  let youngest: AgentRecord | undefined;
  for (let tries = 0; tries < SWEEP_MAX; tries++) {
    const id = takeFirst(newcomers.lasting);
    const record = id === undefined ? undefined : agents.get(id);
    if (!record || isMarked(record)) continue;
    if (!youngest || record.firstSeen >= youngest.firstSeen) {
      if (youngest) newcomers.lasting.ids.push(youngest.id);
      youngest = record;
    } else newcomers.lasting.ids.push(record.id);
  }
  return youngest !== undefined && forgetAgent(picture, youngest);
}

function takeFirst(queue: Queue): string | undefined {
  const id = queue.ids[queue.head];
  if (id === undefined) return undefined;
  queue.head++;
  if (queue.head >= COMPACT_AT && queue.head * 2 >= queue.ids.length) {
    queue.ids.splice(0, queue.head);
    queue.head = 0;
  }
  return id;
}

/** It came through the agents' door with a flood, and has shown nothing since that others knew of. */
export function isLikelyInvented({ state }: Picture, agent: string): boolean {
  const record = state.agents.get(agent);
  const flooded = Math.floor(state.now / HOUR_MS) - state.newcomers.toldHour <= 1;
  return flooded && record !== undefined && !isMarked(record) && !isEstablishedFor(record, state.now);
}
