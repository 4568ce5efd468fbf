import { hash } from 'node:crypto';
import type { SeenAgent } from '@mortsafe/agent-events';
import type { DetectorState } from '@mortsafe/detection';
import { seenIn } from './roll-call.ts';

/** Tells others who is there, as last seen: what has changed, and little at a time. */
export interface SeenAgents {
  /**
   * What is worth telling by now. Most of the time that is nothing: it looks at so many agents a second, and one round
   * after the other. Who is no longer remembered has no instances.
   *
   * @param nowMs - Of a clock that only goes on.
   */
  changed(nowMs: number): SeenAgent[];
}

export interface SeenAgentsLimits {
  /** A round begins no sooner after the one before. */
  roundEveryMs: number;
  lookEveryMs: number;
  /** Agents looked at in one look. */
  perLook: number;
  /** Of whom it is remembered what was told last; of others nothing is told. */
  agents: number;
  /** A sign of life that is newer by less is nothing new; nor is any that comes sooner after the last was told. */
  signMs: number;
}

export const seenAgentsLimits: SeenAgentsLimits = {
  roundEveryMs: 5_000,
  lookEveryMs: 1_000,
  perLook: 500,
  agents: 200_000,
  signMs: 60_000,
};

interface Told {
  fleet: string;
  agent: string;
  /** Of all but the times of its signs of life. */
  hash: string;
  lastSign: number;
  toldAt: number;
}

/**
 * @param state - Asked once a round: making one costs something.
 */
export function createSeenAgents(
  state: () => DetectorState,
  limits: SeenAgentsLimits = seenAgentsLimits,
): SeenAgents {
  let told = new Map<string, Told>();
  let kept = new Map<string, Told>();
  let round: Iterator<SeenAgent> | undefined;
  let [roundAt, lookAt] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];

  function isNew(seen: SeenAgent): boolean {
    if (kept.size >= limits.agents) return false;
    const { fleet, agent, lastSign } = seen;
    const key = JSON.stringify([fleet, agent]);
    const hash = hashOf(seen);
    const before = told.get(key);
    // What is caught up with brings many signs of life in little time.
    const isSoon = (since: Told): boolean =>
      lastSign - since.lastSign < limits.signMs || lookAt - since.toldAt < limits.signMs;
    const same = before?.hash === hash && isSoon(before);
    kept.set(key, same ? before : { fleet, agent, hash, lastSign, toldAt: lookAt });
    return !same;
  }

  function endRound(): SeenAgent[] {
    const gone = [...told].filter(([key]) => !kept.has(key)).map(([, each]) => each);
    [told, kept, round] = [kept, new Map(), undefined];
    return gone.map(({ fleet, agent, lastSign }) => ({
      fleet,
      agent,
      killed: false,
      lastSign,
      instances: [],
    }));
  }

  return {
    changed(nowMs) {
      if (nowMs - lookAt < limits.lookEveryMs) return [];
      lookAt = nowMs;
      if (!round) {
        if (nowMs - roundAt < limits.roundEveryMs) return [];
        roundAt = nowMs;
        round = all(state());
      }
      const found: SeenAgent[] = [];
      for (let looked = 0; looked < limits.perLook; looked++) {
        const { done, value } = round.next();
        if (done) return [...found, ...endRound()];
        if (isNew(value)) found.push(value);
      }
      return found;
    },
  };
}

function hashOf({ lastSign: _, instances, ...rest }: SeenAgent): string {
  const words = JSON.stringify([rest, instances.map(({ lastSign: _, ...each }) => each)]);
  return hash('sha1', words, 'base64');
}

function* all({ fleets }: DetectorState): Generator<SeenAgent> {
  for (const fleet of fleets) yield* seenIn(fleet);
}
