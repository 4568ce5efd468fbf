import type { AgentEvent } from '@mortsafe/agent-events';
import { emptyPolicy } from '@mortsafe/agent-events';
import { decodeMessage, encodeEvents, readMessage } from '@mortsafe/agent-events/codec';
import { createDetector, type Detector, type Rule, recordsIn } from '@mortsafe/detection';
import { activity, heartbeat, history, linkOpened } from '@mortsafe/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from './index.ts';

/** Asked about everything, so that nothing goes unpainted. */
const asked: Rule[] = rules.map((rule: Rule) => ({
  ...rule,
  ignoresSteady: false,
  ignoresOrdinary: false,
}));

type Take = (detector: Detector, events: readonly AgentEvent[]) => void;

const asObjects: Take = (detector, events) => {
  for (const event of events) detector.take(event);
};

/** As they come from `mortsafe.agent-events`: those of a fleet together, so many a message. */
const asMessages =
  (eventsAMessage: number): Take =>
  (detector, events) => {
    for (let from = 0, end = 0; from < events.length; from = end) {
      const { fleet } = events[from] as AgentEvent;
      while (end < from + eventsAMessage && events[end]?.fleet === fleet) end++;
      for (const message of encodeEvents(fleet, events.slice(from, end))) {
        const read = readMessage(message);
        if (read.kind !== 'events') throw new Error(JSON.stringify(read));
        detector.takeFrom(read.batch, 0, read.batch.length);
      }
    }
  };

/** The same event as an object: no more fields than a message has of it, and in its order. */
function decodedAlone(event: AgentEvent): AgentEvent[] {
  const decoded = encodeEvents(event.fleet, [event]).map(decodeMessage);
  return decoded.flatMap((one) => (one.kind === 'events' ? one.events : []));
}

function run(events: readonly AgentEvent[], by: readonly Rule[], take: Take = asObjects) {
  const detector = createDetector({ rules: by, policy: emptyPolicy });
  take(detector, events);
  detector.finish();
  const agents = detector.snapshot().fleets.flatMap((fleet) => [...recordsIn(fleet)]);
  return { findings: detector.findings(), agents, counts: detector.counts() };
}

const INTERVAL_MS = 5_000;

/** Agents that beat and work for a while, as nearly all do nearly always. */
const steadyLife = fc
  .record({
    agent: fc.constantFrom('worker', 'planner', 'critic', 'prüfer'),
    beats: fc.integer({ min: 3, max: 30 }),
    offset: fc.nat(60_000),
    works: fc.nat(4),
    linksWith: fc.option(fc.constantFrom('worker', 'planner', 'critic'), { nil: undefined }),
    hasSender: fc.boolean(),
    host: fc.option(fc.constantFrom('node-1', 'node-2'), { nil: undefined }),
    comesTwice: fc.nat(3),
  })
  .map(({ agent, beats, offset, works, linksWith, hasSender, host, comesTwice }) =>
    Array.from({ length: beats }, (_, sequence) => {
      const at = offset + sequence * INTERVAL_MS;
      const said = {
        instance: `${agent}-steady`,
        ...(hasSender && { sender: agent }),
        ...(host && { host }),
      };
      const beat = heartbeat(agent, { at, id: `${agent}/${at}`, sequence, interval: INTERVAL_MS, ...said });
      const work = activity(agent, { at: at + 1_000, id: `${agent}/work/${at}`, ...said });
      const link =
        linksWith !== undefined && sequence % 5 === 1
          ? [linkOpened(agent, linksWith, { at: at + 2_000, ...said })]
          : [];
      const both = [beat, ...(works > 0 && sequence % works === 0 ? [work] : []), ...link];
      return comesTwice > 0 && sequence % (4 * comesTwice) === 3 ? [...both, beat] : both;
    }).flat(),
  );

describe('what is to be expected of a steady agent', () => {
  it('leaves the same picture and the same findings, painted or not', () => {
    fc.assert(
      fc.property(fc.array(steadyLife, { maxLength: 4 }), history, (lives, events) => {
        const all = [...lives.flat(), ...events].sort((a, b) => a.observedTime - b.observedTime);
        expect(run(all, rules)).toEqual(run(all, asked));
      }),
      { numRuns: 60 },
    );
  });

  it('leaves the same to the last character, come as events or as bytes', () => {
    const lives = fc.array(steadyLife, { maxLength: 4 });
    fc.assert(
      fc.property(lives, history, fc.integer({ min: 1, max: 60 }), (lives, events, eventsAMessage) => {
        const all = [...lives.flat(), ...events].sort((a, b) => a.observedTime - b.observedTime);
        const come = run(all, rules, asMessages(eventsAMessage));
        const objects = run(all.flatMap(decodedAlone), rules);
        expect(come).toEqual(objects);
        expect(JSON.stringify(come.findings)).toBe(JSON.stringify(objects.findings));
      }),
      { numRuns: 30 },
    );
  });
});
