import type { KnownAct } from './act-in-finding.ts';
import { type Containment, WHOLE_FLEET } from './containment.ts';
import type { DomainOf } from './domains.ts';

/** How far back an act may lie, and over which time acts add up. */
export const LOOK_BACK_MS = 7 * 86_400_000;
const WEIGHT = 1;
const SHIELDERS = 3;

/** Shielding that no detector can see by itself: it took place in several fleets, or before the containment. */
export interface Seen {
  kind: 'pair' | 'several' | 'circle';
  domain: string;
  /** Whom it keeps from being contained; of a circle the smallest id. */
  subject: string;
  /** Everybody in it, sorted. */
  members: string[];
  /** The oldest first; at least one. */
  acts: KnownAct[];
  /** What the subject is contained by, where it is. */
  containment: Containment | undefined;
}

/**
 * Who shields whom, looking back over days and across fleets:
 *
 * 1. a pair, once what one did for the other weighs 1;
 * 2. several, once three or more shield the same one;
 * 3. a circle, once its members shield each other.
 *
 * An act counts while it is not older than seven days, where its beneficiary was contained within seven days after it,
 * or was so at the time in another fleet. Mere claims make no groups. What one detector sees by itself is left to it.
 */
export function lookBack(
  acts: readonly KnownAct[],
  containments: readonly Containment[],
  domainOf: DomainOf,
): Seen[] {
  const counting = acts.filter((act) => counts(act, acts, containments, domainOf));
  const seen: Seen[] = [];
  for (const [domain, inDomain] of groupBy(counting, ({ fleet }) => domainOf(fleet))) {
    const recent = recentOf(inDomain, containments, domainOf);
    const certain = recent.filter(({ corroborated }) => corroborated);
    const about = (kind: Seen['kind'], subject: string, members: Iterable<string>, of: KnownAct[]): Seen => ({
      ...{ kind, domain, subject, members: [...new Set(members)].sort() },
      acts: [...of].sort((one, other) => one.time - other.time || (one.id < other.id ? -1 : 1)),
      containment: containmentOf(subject, containments, domain, domainOf),
    });

    for (const [, done] of groupBy(recent, (act) => JSON.stringify([act.by, act.for]))) {
      const [first] = done;
      const weight = done.reduce((sum, act) => sum + act.weight, 0);
      if (first && weight >= WEIGHT) seen.push(about('pair', first.for, [first.by, first.for], done));
    }
    for (const [shielded, done] of groupBy(certain, (act) => act.for)) {
      const shielders = new Set(done.map(({ by }) => by));
      if (shielders.size >= SHIELDERS) seen.push(about('several', shielded, [shielded, ...shielders], done));
    }
    for (const circle of circlesOf(certain)) {
      const done = certain.filter((act) => circle.includes(act.by) && circle.includes(act.for));
      seen.push(about('circle', circle[0] ?? '', circle, done));
    }
  }
  return seen.filter(({ acts: done }) => isBeyondOneDetector(done));
}

const isBeyondOneDetector = (acts: readonly KnownAct[]): boolean =>
  acts.some(({ finding }) => finding !== null) || new Set(acts.map(({ fleet }) => fleet)).size > 1;

function counts(
  act: KnownAct,
  acts: readonly KnownAct[],
  containments: readonly Containment[],
  domainOf: DomainOf,
): boolean {
  if (act.finding === null) return true;
  const told = acts.some(
    (other) =>
      other.finding === null &&
      other.by === act.by &&
      other.for === act.for &&
      other.fleet === act.fleet &&
      other.evidence.some((id) => act.evidence.includes(id)),
  );
  if (told) return false;
  const its = containments.filter((one) => contains(one, act.for, domainOf(act.fleet), domainOf));
  const isOver = ({ endedAt }: Containment) => endedAt !== null && endedAt < act.time;
  // Its own detector knew that it was contained, and tells of the act itself.
  if (its.some((one) => one.fleet === act.fleet && one.since <= act.time && !isOver(one))) return false;
  return its.some((one) => one.since - LOOK_BACK_MS <= act.time && !isOver(one));
}

const contains = (one: Containment, agent: string, domain: string, domainOf: DomainOf): boolean =>
  (one.agent === agent || one.agent === WHOLE_FLEET) && domainOf(one.fleet) === domain;

/** Of each beneficiary what was done in the seven days before the newest act or containment. */
function recentOf(
  acts: readonly KnownAct[],
  containments: readonly Containment[],
  domainOf: DomainOf,
): KnownAct[] {
  return [...groupBy(acts, (act) => act.for)].flatMap(([agent, done]) => {
    const domain = domainOf(done[0]?.fleet ?? '');
    const imposed = containments.filter((one) => contains(one, agent, domain, domainOf));
    const firstImposed = Math.min(...imposed.map(({ since }) => since));
    const newest = Math.max(...done.map(({ time }) => time));
    const until = Number.isFinite(firstImposed) ? Math.max(newest, firstImposed) : newest;
    return done.filter(({ time }) => until - time <= LOOK_BACK_MS);
  });
}

/** The one in force that is oldest, else the newest. */
function containmentOf(
  agent: string,
  containments: readonly Containment[],
  domain: string,
  domainOf: DomainOf,
): Containment | undefined {
  const all = containments
    .filter((one) => contains(one, agent, domain, domainOf))
    .sort((one, other) => one.since - other.since);
  return all.find(({ endedAt }) => endedAt === null) ?? all.at(-1);
}

/** The groups in which everybody shields, directly or by others, everybody else; each sorted. */
function circlesOf(acts: readonly KnownAct[]): string[][] {
  const shields = new Map<string, Set<string>>();
  for (const act of acts) shields.set(act.by, (shields.get(act.by) ?? new Set()).add(act.for));
  const reached = new Map([...shields.keys()].map((agent) => [agent, reachedFrom(agent, shields)]));
  const circles = new Map<string, string[]>();
  for (const [agent, others] of reached) {
    const circle = [...others].filter((other) => reached.get(other)?.has(agent)).sort();
    if (circle.length > 1) circles.set(JSON.stringify(circle), circle);
  }
  return [...circles.values()];
}

function reachedFrom(agent: string, shields: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const reached = new Set<string>(shields.get(agent));
  for (const one of reached) for (const next of shields.get(one) ?? []) reached.add(next);
  return reached;
}

export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
