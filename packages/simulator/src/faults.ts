import type { AgentEvent } from '@mortsafe/agent-events';
import { MINUTE, SECOND } from './durations.ts';
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
  const mayAlsoFire: string[] = [];
  const random = randomOf(seed).fork('faults');
  const troubled = trouble(events, { faults, random, endMs, lost, late, mayAlsoFire });
  return { events: inOrderOfArrival(troubled), report: { lost, late, mayAlsoFire } };
}

interface Arrival {
  event: AgentEvent;
  /** Its place in the stream: when we read it. */
  readAt: number;
}

interface Trouble {
  faults: Faults;
  random: Random;
  endMs: number;
  lost: Set<string>;
  late: Set<string>;
  mayAlsoFire: string[];
}

function* trouble(events: Iterable<AgentEvent>, given: Trouble): Generator<Arrival> {
  const { faults, random, endMs, lost, late, mayAlsoFire } = given;
  const clocks = new Map<string, number>();
  const missed = new Map<string, number>();
  const swallowed = new Set(faults.swallowed);
  let first: number | undefined;
  for (const event of events) {
    first ??= event.observedTime;
    if (isLost(event, event.observedTime - first, { faults, random, swallowed })) {
      lost.add(event.id);
      if (isMissed(event, true, missed)) mayAlsoFire.push(...OF_SILENCE);
      // What is still under way from before a stop that nobody saw looks like life after it.
      if (event.type === 'agent.stopped') mayAlsoFire.push('kill-not-effective');
      continue;
    }
    const arrived = skewed(event, faults.skewMs ?? 0, clocks, random);
    if (canBeLate(event) && random.chance(faults.delay ?? 0)) {
      late.add(event.id);
      arrived.observedTime += random.between(SECOND, DELAY_MS_MAX);
    }
    if (isMissed(event, late.has(event.id), missed)) mayAlsoFire.push(...OF_SILENCE);
    if (arrived.observedTime <= endMs) yield arrival(arrived, faults, random);
    else lost.add(event.id);
    if (!random.chance(faults.duplication ?? 0)) continue;
    const again = { ...arrived, observedTime: arrived.observedTime + random.below(DUPLICATE_MS_MAX) };
    if (again.observedTime <= endMs) yield arrival(again, faults, random);
  }
  if (faults.outage) mayAlsoFire.push('telemetry-outage', ...OF_SILENCE);
}

function isLost(
  event: AgentEvent,
  sinceFirstMs: number,
  { faults, random, swallowed }: { faults: Faults; random: Random; swallowed: ReadonlySet<string> },
): boolean {
  if (swallowed.has(event.id)) return true;
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

/** Exporters try again, for minutes; a report on somebody else is of its moment, and would be a lie by then. */
const canBeLate = ({ origin, type }: AgentEvent): boolean =>
  origin === 'agent' && type !== 'agent.status_reported';

function skewed(event: AgentEvent, skewMs: number, clocks: Map<string, number>, random: Random): AgentEvent {
  if (skewMs === 0 || event.origin !== 'agent') return { ...event };
  const whose = event.reporter ?? event.agent ?? '';
  let offMs = clocks.get(whose);
  if (offMs === undefined) {
    offMs = random.between(-skewMs, skewMs);
    clocks.set(whose, offMs);
  }
  return { ...event, time: event.time + offMs };
}

const arrival = (event: AgentEvent, { reorderMs = 0 }: Faults, random: Random): Arrival => ({
  event,
  readAt: event.observedTime + (reorderMs > 0 ? random.below(reorderMs) : 0),
});

/** Sorts by arrival what lies no further apart than the longest delay. */
function* inOrderOfArrival(arrivals: Iterable<Arrival>): Generator<AgentEvent> {
  let waiting: Arrival[] = [];
  let sortAt = 0;
  for (const arrived of arrivals) {
    waiting.push(arrived);
    if (waiting.length < sortAt) continue;
    waiting.sort((a, b) => a.readAt - b.readAt);
    // Nothing still to come was observed before the undelayed event that came last.
    const safe = waiting.findIndex(
      ({ readAt }) => readAt >= arrived.event.observedTime - DUPLICATE_MS_MAX - DELAY_MS_MAX,
    );
    for (const { event } of waiting.slice(0, safe)) yield event;
    waiting = waiting.slice(safe);
    sortAt = waiting.length + BATCH;
  }
  waiting.sort((a, b) => a.readAt - b.readAt);
  for (const { event } of waiting) yield event;
}

const BATCH = 4_096;
