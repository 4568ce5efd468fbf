import type { AgentEvent } from '@mortsafe/agent-events';
import { MINUTE, SECOND } from './durations.ts';
import { Heap, type Ranked } from './heap.ts';
import type { FaultReport } from './label-of.ts';
import { type Random, randomOf } from './random.ts';

/** What goes wrong between the agents and the detector. Absent: it does not. All by seed, all together if need be. */
export interface Faults {
  /** Share of events from agents and sensors that never arrive. */
  loss?: number;
  /** These never arrive. */
  swallowed?: readonly string[];
  /** Share of events that arrive a second time, up to a minute later. */
  duplication?: number;
  /** Share of events from agents that cross our boundary late, by up to five minutes. */
  delay?: number;
  /** Neighbours in the stream change places, within this time. Below the reorder window. */
  reorderMs?: number;
  /** Each agent's clock is off by up to this much, either way. */
  skewMs?: number;
  /** The collector loses all that agents send from here on, for this long; since the stream's first event. */
  outage?: { fromMs: number; lastsMs: number };
  /** The detector is killed and restored from its last checkpoint about every so many events. */
  restartEvery?: number;
}

export const DELAY_MS_MAX = 5 * MINUTE - 10 * SECOND;
const DUPLICATE_MS_MAX = MINUTE;

/**
 * Plays faults on a stream. What would arrive only after `endMs`, epoch milliseconds, is lost. The report is complete once the stream has been read to its end.
 */
export function applyFaults(
  events: Iterable<AgentEvent>,
  faults: Faults,
  { seed, endMs }: { seed: number; endMs: number },
): { events: Generator<AgentEvent>; report: FaultReport } {
  const lost = new Set<string>();
  const late = new Set<string>();
  const mayAlsoFire = new Set<string>();
  const random = randomOf(seed).fork('faults');
  const troubled = trouble(events, { faults, random, endMs, lost, late, mayAlsoFire });
  return { events: inOrderOfArrival(troubled), report: { lost, late, mayAlsoFire } };
}

/** `atMs` is when we read it. */
interface Arrival extends Ranked {
  event: AgentEvent;
  /** When it would have been observed. Never goes back from one to the next. */
  undelayedMs: number;
}

interface Trouble {
  faults: Faults;
  random: Random;
  endMs: number;
  lost: Set<string>;
  late: Set<string>;
  mayAlsoFire: Set<string>;
}

function* trouble(events: Iterable<AgentEvent>, given: Trouble): Generator<Arrival> {
  const { faults, random, endMs, lost, late, mayAlsoFire } = given;
  const clocks = new Map<string, number>();
  const missed = new Map<string, number>();
  const swallowed = new Set(faults.swallowed);
  let first: number | undefined;
  for (const event of events) {
    const undelayedMs = event.observedTime;
    first ??= undelayedMs;
    if (isLost(event, undelayedMs - first, { faults, random, swallowed })) {
      lost.add(event.id);
      if (isMissed(event, true, missed)) allow(mayAlsoFire, OF_SILENCE);
      // What is still under way from before a stop that nobody saw looks like life after it.
      if (event.type === 'agent.stopped') mayAlsoFire.add('kill-not-effective');
      continue;
    }
    let arrived = skewed(event, faults.skewMs ?? 0, clocks, random);
    const isLate = canBeLate(event) && random.chance(faults.delay ?? 0);
    if (isLate) {
      late.add(event.id);
      arrived = { ...arrived, observedTime: undelayedMs + random.between(SECOND, DELAY_MS_MAX) };
    }
    if (isMissed(event, isLate, missed)) allow(mayAlsoFire, OF_SILENCE);
    if (arrived.observedTime <= endMs) yield arrival(arrived, undelayedMs, faults, random);
    else lost.add(event.id);
    if (!random.chance(faults.duplication ?? 0)) continue;
    const again = { ...arrived, observedTime: arrived.observedTime + random.below(DUPLICATE_MS_MAX) };
    if (again.observedTime <= endMs) yield arrival(again, undelayedMs, faults, random);
  }
  if (faults.outage) allow(mayAlsoFire, ['telemetry-outage', ...OF_SILENCE]);
}

function isLost(
  event: AgentEvent,
  sinceFirstMs: number,
  { faults, random, swallowed }: { faults: Faults; random: Random; swallowed: ReadonlySet<string> },
): boolean {
  if (swallowed.size > 0 && swallowed.has(event.id)) return true;
  // What people order goes through a door that answers only once it is stored.
  if (event.origin === 'control') return false;
  const { outage } = faults;
  const out = outage && sinceFirstMs >= outage.fromMs && sinceFirstMs < outage.fromMs + outage.lastsMs;
  return (event.origin === 'agent' && out === true) || random.chance(faults.loss ?? 0);
}

/** Whose end nobody saw has merely fallen silent; and so has whoever is not heard for three beats, give or take. */
function isMissed(event: AgentEvent, unheard: boolean, missed: Map<string, number>): boolean {
  if (event.type === 'agent.stopped') return unheard;
  if (event.type !== 'agent.heartbeat') return false;
  const whose = event.instance ?? event.agent;
  const count = unheard ? (missed.get(whose) ?? 0) + 1 : 0;
  missed.set(whose, count);
  return count >= MISSED_BEATS;
}

/** What is said of an agent that is not heard, whoever's fault it is; its peers have answers from it all the while. */
const OF_SILENCE = ['telemetry-gap', 'dark-agent'];
const MISSED_BEATS = 2;

function allow(mayAlsoFire: Set<string>, rules: readonly string[]): void {
  for (const rule of rules) mayAlsoFire.add(rule);
}

/** Exporters try again, for minutes; a report on somebody else is of its moment, and would be a lie by then. */
const canBeLate = ({ origin, type }: AgentEvent): boolean =>
  origin === 'agent' && type !== 'agent.status_reported';

function skewed(event: AgentEvent, skewMs: number, clocks: Map<string, number>, random: Random): AgentEvent {
  if (skewMs === 0 || event.origin !== 'agent') return event;
  const whose = event.reporter ?? event.agent ?? '';
  let offMs = clocks.get(whose);
  if (offMs === undefined) {
    offMs = random.between(-skewMs, skewMs);
    clocks.set(whose, offMs);
  }
  return { ...event, time: event.time + offMs };
}

const arrival = (
  event: AgentEvent,
  undelayedMs: number,
  { reorderMs = 0 }: Faults,
  random: Random,
): Arrival => ({
  event,
  atMs: event.observedTime + (reorderMs > 0 ? random.below(reorderMs) : 0),
  rank: 0,
  undelayedMs,
});

/** Sorts by arrival. Holds what is under way, and nothing else. */
function* inOrderOfArrival(arrivals: Iterable<Arrival>): Generator<AgentEvent> {
  const waiting = new Heap<Arrival>();
  let rank = 0;
  for (const arrived of arrivals) {
    // Nothing still to come was observed before the undelayed event that came last.
    for (let next = waiting.earliest(); next && next.atMs < arrived.undelayedMs; next = waiting.earliest()) {
      waiting.pop();
      yield next.event;
    }
    arrived.rank = rank++;
    waiting.push(arrived);
  }
  for (let next = waiting.pop(); next; next = waiting.pop()) yield next.event;
}
