import type { AgentEvent, AgentEventType } from '@mortsafe/agent-events';
import { AGENTS_MIN, runScenario, type Scenario, simulate } from '@mortsafe/simulator';

/** One event of a drill. */
export interface Cue {
  /** When it happens, milliseconds from the drill's start. */
  atMs: number;
  /** Its times are those of the simulator. */
  event: AgentEvent;
}

export interface Script {
  /** In order. */
  cues: Cue[];
  /** When it must have been found, if all goes well. */
  foundMs: number;
}

const SEED = 1;
const SETUP_MS = 2_000;
/** Before what matters, so much of everyday life is played, that nobody seems silent. */
const LEAD_MS = 12_000;
/** What goes on all the time, and need not be played before it matters. */
const everyday: ReadonlySet<AgentEventType> = new Set(['agent.heartbeat', 'agent.activity']);

/**
 * The part of a story that shows one rule's attack, and before it what everybody must know of the fleet, in quick
 * succession: twelve minutes become one or less.
 *
 * @throws {RangeError} The story does not show it.
 */
export function shorten(scenario: Scenario, rule: string): Script {
  const agents = Math.max(scenario.agentsMin ?? AGENTS_MIN, AGENTS_MIN);
  const finding = runScenario(scenario, { seed: SEED, agents }).findings.find((one) => one.rule === rule);
  if (!finding) throw new RangeError(`the story ${scenario.id} does not show ${rule}`);
  const began = Math.min(...finding.evidenceEvents.map(({ observedTime }) => observedTime));
  const cut = began - LEAD_MS;
  const events = [...simulate(scenario, { seed: SEED, agents }).events];
  const before = events.filter(({ observedTime, type }) => observedTime < cut && !everyday.has(type));
  const during = events.filter(
    ({ observedTime }) => observedTime >= cut && observedTime <= finding.detectedTime,
  );
  return {
    cues: [
      ...before.map((event, index) => ({ atMs: Math.floor((index * SETUP_MS) / before.length), event })),
      ...during.map((event) => ({ atMs: SETUP_MS + event.observedTime - cut, event })),
    ],
    foundMs: SETUP_MS + finding.detectedTime - cut,
  };
}

/** The event as it is told now, of the drill's fleet: what it claims of times moves along. */
export function toldNow({ event }: Cue, fleet: string, now: number): AgentEvent {
  const moved = now - event.observedTime;
  const { sender: _none, ...rest } = event;
  return { ...rest, fleet, observedTime: now, time: event.time + moved } as AgentEvent;
}
