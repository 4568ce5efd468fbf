import { type AgentEvent, emptyPolicy } from '@mortsafe/agent-events';
import { history, policyOf, runTimeline } from '@mortsafe/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from './index.ts';

/** So few agents may be tracked that they are forgotten all the time. */
const forgetful = policyOf({
  rules: { 'invented-agents': { enabled: true, limits: { bound: 3, tracked: 4 } } },
});

describe.each([
  ['findings', emptyPolicy],
  ['findings about a fleet that forgets agents', forgetful],
])('%s', (_name, policy) => {
  const run = (events: readonly AgentEvent[], checkpointAfter?: (index: number) => boolean) =>
    runTimeline(events, { rules, policy, ...(checkpointAfter && { checkpointAfter }) });

  it('are the same whatever the checkpoints between events', () => {
    fc.assert(
      fc.property(history, fc.array(fc.nat(119), { maxLength: 5 }), (events, at) => {
        expect(run(events, (index) => at.includes(index))).toEqual(run(events));
      }),
      { numRuns: 150 },
    );
  });

  it('are the same whatever the order of arrival within the reorder window', () => {
    fc.assert(
      fc.property(
        history,
        fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 120, maxLength: 120 }),
        (events, delays) => {
          const arrivals = events
            .map((event, index) => ({ event, arrives: event.observedTime + delays[index]! }))
            .sort((one, other) => one.arrives - other.arrives)
            .map(({ event }) => event);
          expect(run(arrivals)).toEqual(run(events));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are the same whatever is delivered again within ten minutes', () => {
    fc.assert(
      fc.property(
        history,
        fc.array(fc.tuple(fc.nat(119), fc.nat(600_000)), { maxLength: 20 }),
        (events, repeats) => {
          const end = events.at(-1)!.observedTime;
          const again = repeats.flatMap(([index, delay]) => {
            const event = events[index];
            const observedTime = event && event.observedTime + delay;
            // A repeat after the last event would only lengthen the history.
            return event && observedTime! <= end ? [{ ...event, observedTime: observedTime! }] : [];
          });
          const all = [...events, ...again].sort((one, other) => one.observedTime - other.observedTime);
          expect(run(all)).toEqual(run(events));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('of one fleet do not depend on another', () => {
    fc.assert(
      fc.property(history, history, (events, foreign) => {
        const others = foreign.map((event) => ({ ...event, fleet: 'elsewhere' }));
        const mixed = [...events, ...others].sort((one, other) => one.observedTime - other.observedTime);
        expect(run(mixed).filter(({ fleet }) => fleet === 'crew')).toEqual(run(events));
      }),
      { numRuns: 80 },
    );
  });

  it('carry their evidence, in order and within its bounds', () => {
    fc.assert(
      fc.property(history, (events) => {
        for (const finding of run(events)) {
          expect(finding.evidence).toEqual(finding.evidenceEvents.map(({ id }) => id));
          const times = finding.evidenceEvents.map(({ observedTime }) => observedTime);
          expect(times).toEqual(times.toSorted((one, other) => one - other));
          expect(finding.evidence.length).toBeGreaterThan(0);
          expect(finding.evidence.length).toBeLessThanOrEqual(50);
          expect(new Set(finding.evidence).size).toBe(finding.evidence.length);
          expect(finding.firstTime).toBeLessThanOrEqual(finding.lastTime);
        }
      }),
      { numRuns: 100 },
    );
  });
});
