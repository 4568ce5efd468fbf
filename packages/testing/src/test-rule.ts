import type { AgentEvent, Policy } from '@mortsafe/agent-events';
import type { Rule } from '@mortsafe/detection';
import { runTimeline } from './run-timeline.ts';
import type { Expected } from './runners/runner.ts';

type Timeline = readonly (AgentEvent | readonly AgentEvent[])[];

// Within this repository Vitest runs the tests; a user's rules are tested by what Node brings along.
const { runner } = await (process.env.VITEST
  ? import('./runners/vitest-runner.ts')
  : import('./runners/node-runner.ts'));
const { describe, it, same, find } = runner;

const SUMMARY_CHARS_MIN = 20;

/** A timeline that fires, and what of the finding matters. `afterwards` only lets time pass. */
export interface Firing {
  timeline: Timeline;
  finds?: Expected | readonly Expected[];
  afterwards?: Timeline;
  policy?: Policy;
}

export interface RuleCases {
  fires: Record<string, Timeline | Firing>;
  staysQuiet: Record<string, Timeline | { timeline: Timeline; policy: Policy }>;
  /** Rules whose findings this one looks at. They run too, and are not counted. */
  beside?: readonly Rule[];
}

const anything = (): Expected => ({});

const isTimeline = (given: Timeline | object): given is Timeline => Array.isArray(given);

/**
 * Tests a rule with timelines. Beside the outcome it checks that the last event of `timeline` fires and none
 * before it, and that duplication, checkpoints and arrival out of order change nothing.
 */
export function testRule(rule: Rule, { fires, staysQuiet, beside = [] }: RuleCases): void {
  const rules = [...beside, rule];
  const of = (events: readonly AgentEvent[], policy?: Policy, open = false) =>
    runTimeline(events, { rules, open, ...(policy && { policy }) }).filter(
      (finding) => finding.rule === rule.id,
    );

  describe(`${rule.id} fires`, () => {
    for (const [situation, given] of Object.entries(fires)) {
      const firing: Firing = isTimeline(given) ? { timeline: given } : given;
      const before = firing.timeline.flat().sort((a, b) => a.observedTime - b.observedTime);
      const whole = [...before, ...(firing.afterwards ?? []).flat()];

      it(situation, () => {
        const findings = of(whole, firing.policy);
        const expected = firing.finds ?? {};
        const list = Array.isArray(expected) ? expected : [expected];
        find(findings, list);
        same(
          findings.filter(({ summary }) => summary.length <= SUMMARY_CHARS_MIN).map(({ summary }) => summary),
          [],
        );
        if (!firing.afterwards) find(of(before.slice(0, -1), firing.policy), list.slice(0, -1).map(anything));
        expectSteady(rules, whole, firing.policy);
      });
    }
  });

  describe(`${rule.id} stays quiet`, () => {
    for (const [situation, given] of Object.entries(staysQuiet)) {
      const { timeline, policy } = isTimeline(given) ? { timeline: given, policy: undefined } : given;
      const events = timeline.flat().sort((a, b) => a.observedTime - b.observedTime);
      it(situation, () => {
        find(of(events, policy), []);
        expectSteady(rules, events, policy);
      });
    }
  });
}

/** The same findings whatever the repeats, the checkpoints and the order of arrival within the window. */
function expectSteady(rules: readonly Rule[], events: readonly AgentEvent[], policy?: Policy): void {
  const options = { rules, ...(policy && { policy }) };
  const findings = runTimeline(events, options);
  same(runTimeline(events, { ...options, checkpointAfter: () => true }), findings);
  const doubled = events.flatMap((event) => [event, event]);
  same(runTimeline(doubled, options), findings);
  const swapped = events.map((event, index) => {
    const next = events[index + (index % 2 === 0 ? 1 : -1)];
    return next && Math.abs(next.observedTime - event.observedTime) < 1_000 ? next : event;
  });
  same(runTimeline(swapped, options), findings);
}
