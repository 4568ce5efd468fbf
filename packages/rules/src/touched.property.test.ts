import { type AgentEvent, emptyPolicy } from '@mortsafe/agent-events';
import { createDetector, type Detector, type DetectorState, recordsIn, touchedIn } from '@mortsafe/detection';
import { history } from '@mortsafe/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from './index.ts';

const options = { rules, policy: emptyPolicy };

/** Keeps a copy of each agent as it was when it was last touched, as one does who writes only what was. */
function keeper() {
  const kept = new Map<object, Map<unknown, unknown>>();
  return (detector: Detector): DetectorState => {
    const { fleets, ...state } = detector.snapshot();
    return {
      ...structuredClone({ ...state, fleets: [] }),
      fleets: fleets.map((fleet) => {
        const { seats } = fleet.agents;
        const touched = touchedIn(seats)!;
        const before = kept.get(seats);
        const now = new Map(
          [...seats].map(([id, seat]) => [
            id,
            before && !touched.has(id) ? before.get(id) : structuredClone(seat),
          ]),
        );
        touched.clear();
        kept.set(seats, now);
        const rest = structuredClone({ ...fleet, agents: { ...fleet.agents, seats: new Map() } });
        return { ...rest, agents: { ...rest.agents, seats: structuredClone(now) as typeof seats } };
      }),
    };
  };
}

const ended = (detector: Detector) => {
  detector.finish();
  const { fleets } = detector.snapshot();
  return { agents: fleets.map((fleet) => [...recordsIn(fleet)]), findings: detector.findings() };
};

describe('what was touched', () => {
  it('is all that must be stored anew: what is restored goes on as if nothing had been', () => {
    fc.assert(
      fc.property(
        fc.array(history, { minLength: 1, maxLength: 2 }),
        fc.integer({ min: 2, max: 9 }),
        (all, every) => {
          const events: AgentEvent[] = all.flat().sort((a, b) => a.observedTime - b.observedTime);
          const detector = createDetector(options);
          const keep = keeper();
          let restored: { state: DetectorState; from: number } | undefined;
          for (const [at, event] of events.entries()) {
            if (at % every === 0) restored = { state: keep(detector), from: at };
            detector.take(event);
            // What is told is gone; what comes after the last checkpoint is told by both.
            if (at % every === every - 1) detector.findings();
          }
          if (!restored) return;
          const again = createDetector(options, restored.state);
          for (const event of events.slice(restored.from)) again.take(event);
          if (events.length % every === 0) again.findings();
          expect(ended(again)).toEqual(ended(detector));
        },
      ),
      { numRuns: 12 },
    );
  });
});
