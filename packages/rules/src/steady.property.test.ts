import type { AgentEvent } from '@mortsafe/agent-events';
import { emptyPolicy } from '@mortsafe/agent-events';
import { createDetector, type Rule, recordsIn } from '@mortsafe/detection';
import { activity, heartbeat, history } from '@mortsafe/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from './index.ts';

/** Asked about everything, so that nothing goes unpainted. */
const asked: Rule[] = rules.map((rule: Rule) => ({ ...rule, ignoresSteady: false }));

function run(events: readonly AgentEvent[], by: readonly Rule[]) {
  const detector = createDetector({ rules: by, policy: emptyPolicy });
  for (const event of events) detector.take(event);
  detector.finish();
  const agents = detector.snapshot().fleets.flatMap((fleet) => [...recordsIn(fleet)]);
  return { findings: detector.findings(), agents, counts: detector.counts() };
}

const INTERVAL_MS = 5_000;

/** Agents that beat and work for a while, as nearly all do nearly always. */
const steadyLife = fc
  .record({
    agent: fc.constantFrom('worker', 'planner', 'critic'),
    beats: fc.integer({ min: 3, max: 30 }),
    offset: fc.nat(60_000),
    works: fc.nat(4),
    hasSender: fc.boolean(),
    host: fc.option(fc.constantFrom('node-1', 'node-2'), { nil: undefined }),
    comesTwice: fc.nat(3),
  })
  .map(({ agent, beats, offset, works, hasSender, host, comesTwice }) =>
    Array.from({ length: beats }, (_, sequence) => {
      const at = offset + sequence * INTERVAL_MS;
      const said = {
        instance: `${agent}-steady`,
        ...(hasSender && { sender: agent }),
        ...(host && { host }),
      };
      const beat = heartbeat(agent, { at, id: `${agent}/${at}`, sequence, interval: INTERVAL_MS, ...said });
      const work = activity(agent, { at: at + 1_000, id: `${agent}/work/${at}`, ...said });
      const both = works > 0 && sequence % works === 0 ? [beat, work] : [beat];
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
});
