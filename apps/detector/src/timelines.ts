import { type AgentEvent, agentsIn, type Finding } from '@mortsafe/agent-events';
import { createRecentEvents } from './recent-events.ts';

/**
 * Keeps what happened to agents that findings name, from ten minutes before to a day after: an analyst wants to see it,
 * and the SOC application does not read the raw stream. Heartbeats are left out, and so is activity from before.
 */
export interface Timelines {
  saw(event: AgentEvent): void;
  /** From now on their agents are watched, and what is still known of the time before is told. */
  found(findings: readonly Finding[]): void;
  /** What there is to tell; none where nothing is left. */
  take(): AgentEvent[];
  saved(): SavedTimelines;
}

/** Who is watched: fleet, agent, until when, how many events were told. */
export type SavedTimelines = [fleet: string, agent: string, until: number, told: number][];

const BEFORE_MS = 10 * 60_000;
const AFTER_MS = 24 * 3_600_000;
/** Of the time before, in one partition: at least so many, and at most twice as many. */
const KEPT_MAX = 10_000;
const WATCHED_MAX = 10_000;
const EVENTS_PER_AGENT_MAX = 500;
const AGENTS_PER_FINDING_MAX = 20;
const TAKEN_MAX = 500;

interface Watched {
  until: number;
  told: number;
}

export function createTimelines(from: SavedTimelines = []): Timelines {
  const fleets = new Map<string, Map<string, Watched>>();
  const recent = createRecentEvents(KEPT_MAX);
  let watching = 0;
  let waiting: AgentEvent[] = [];

  const watch = (fleet: string, agent: string, watched: Watched): void => {
    const agents = fleets.get(fleet) ?? new Map<string, Watched>();
    fleets.set(fleet, agents);
    agents.set(agent, watched);
    watching++;
  };
  for (const [fleet, agent, until, told] of from) watch(fleet, agent, { until, told });

  const forget = (fleet: string, agent: string): void => {
    const agents = fleets.get(fleet);
    if (!agents?.delete(agent)) return;
    watching--;
    if (agents.size === 0) fleets.delete(fleet);
  };

  /** Tells it if it is about somebody who is watched, and counts it for all of them. */
  function tell(event: AgentEvent): void {
    const agents = fleets.get(event.fleet);
    if (!agents) return;
    let isTold = false;
    for (const agent of agentsIn(event)) {
      const watched = agents.get(agent);
      if (!watched) continue;
      if (event.observedTime > watched.until) forget(event.fleet, agent);
      else if (watched.told < EVENTS_PER_AGENT_MAX) {
        watched.told++;
        isTold = true;
      }
    }
    if (isTold) waiting.push(event);
  }

  return {
    saw(event) {
      if (event.type === 'agent.heartbeat') return;
      if (watching > 0) tell(event);
      if (event.type === 'agent.activity') return;
      recent.add(event);
    },
    found(findings) {
      for (const finding of findings) {
        const until = finding.lastTime + AFTER_MS;
        const fresh = new Set<string>();
        for (const agent of namedBy(finding)) {
          const watched = fleets.get(finding.fleet)?.get(agent);
          if (watched) watched.until = Math.max(watched.until, until);
          else if (watching < WATCHED_MAX) {
            watch(finding.fleet, agent, { until, told: 0 });
            fresh.add(agent);
          }
        }
        if (fresh.size === 0) continue;
        const since = finding.firstTime - BEFORE_MS;
        for (const event of recent.about(finding.fleet, fresh)) if (event.observedTime >= since) tell(event);
      }
    },
    take() {
      const taken = waiting.slice(0, TAKEN_MAX);
      waiting = waiting.slice(TAKEN_MAX);
      return taken;
    },
    saved: () =>
      [...fleets].flatMap(([fleet, agents]) =>
        [...agents].map(([agent, { until, told }]): SavedTimelines[number] => [fleet, agent, until, told]),
      ),
  };
}

const namedBy = ({ subject, alias, actor, instigator, group }: Finding): string[] =>
  [subject, alias, actor, instigator, ...(group ?? [])]
    .filter((name): name is string => name !== null)
    .slice(0, AGENTS_PER_FINDING_MAX);
