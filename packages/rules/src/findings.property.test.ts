import type { AgentEvent } from '@mortsafe/agent-events';
import {
  activity,
  controller,
  heartbeat,
  killOrdered,
  killRescinded,
  linkClosed,
  linkOpened,
  peer,
  relaunchAuthorised,
  runTimeline,
  START,
  started,
  statusReported,
  stopped,
} from '@mortsafe/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from './index.ts';

const agents = ['planner', 'worker', 'critic', 'coder', 'writer', 'router'];
const agent = fc.constantFrom(...agents);
const instance = fc.constantFrom('a', 'b');

/** Things that happen in fleets, in no sensible order: the worse for the detector. */
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(agent, instance).map(
      ([id, of]) =>
        (at: number) =>
          heartbeat(id, { at, instance: of }),
    ),
  },
  fc.tuple(agent, instance, agent).map(
    ([id, of, by]) =>
      (at: number) =>
        started(id, { at, instance: of, origin: 'platform', launchedBy: peer(by), heartbeatInterval: 5_000 }),
  ),
  fc.tuple(agent, instance).map(
    ([id, of]) =>
      (at: number) =>
        started(id, { at, instance: of, launchedBy: controller('deployment/crew'), parentSpanId: 's1' }),
  ),
  fc.tuple(agent, instance, fc.constantFrom('agent', 'platform')).map(
    ([id, of, origin]) =>
      (at: number) =>
        stopped(id, {
          at,
          instance: of,
          origin: origin as 'agent',
          reason: 'killed',
          stoppedBy: { kind: 'person', id: 'p' },
        }),
  ),
  fc.tuple(agent, fc.constantFrom('agent', 'lineage')).map(
    ([id, scope]) =>
      (at: number) =>
        killOrdered(id, { at, order: `o${at}`, scope: scope as 'agent', deadline: 10_000 }),
  ),
  agent.map((id) => (at: number) => killRescinded(id, { at, order: `o${at - (at % 10_000)}` })),
  agent.map((id) => (at: number) => killRescinded(id, { at, origin: 'agent', reporter: 'planner' })),
  agent.map((id) => (at: number) => relaunchAuthorised(id, { at, lasts: '60s' })),
  fc.tuple(agent, agent).map(
    ([id, by]) =>
      (at: number) =>
        statusReported(id, { at, by }),
  ),
  {
    weight: 3,
    arbitrary: fc.tuple(agent, instance, agent).map(
      ([id, of, to]) =>
        (at: number) =>
          linkOpened(id, to, { at, instance: of }),
    ),
  },
  fc.tuple(agent, agent).map(
    ([id, to]) =>
      (at: number) =>
        linkClosed(id, to, { at, origin: 'platform' }),
  ),
  fc.tuple(agent, instance).map(
    ([id, of]) =>
      (at: number) =>
        activity(id, { at, instance: of, spanId: 's1' }),
  ),
);

/** A history: happenings up to 20 s apart, ids made unique. */
const history = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
        fc.integer({ min: 0, max: 20_000 }),
      ),
      happening,
    ),
    {
      minLength: 5,
      maxLength: 120,
    },
  )
  .map((steps) => {
    let at = 0;
    return steps.map(([pause, make], index): AgentEvent => {
      at += pause;
      return { ...make(at), id: `e${index}`, time: START + at };
    });
  });

const run = (events: readonly AgentEvent[], checkpointAfter?: (index: number) => boolean) =>
  runTimeline(events, { rules, ...(checkpointAfter && { checkpointAfter }) });

describe('findings', () => {
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
