import type { AgentEvent, Finding, Policy } from '@mortsafe/agent-events';
import type { Rule } from '@mortsafe/detection';
import { describe, expect, it } from 'vitest';
import { runTimeline } from './run-timeline.ts';

type Timeline = readonly (AgentEvent | readonly AgentEvent[])[];

/** What of a finding matters: a value, or how many there are. */
type Expected = { [Key in keyof Finding]?: Finding[Key] | { length: number } };

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
        expect(findings).toMatchObject(list);
        expect(findings.every(({ summary }) => summary.length > 20)).toBe(true);
        if (!firing.afterwards) expect(of(before.slice(0, -1), firing.policy)).toHaveLength(list.length - 1);
        expectSteady(rules, whole, firing.policy);
      });
    }
  });

  describe(`${rule.id} stays quiet`, () => {
    for (const [situation, given] of Object.entries(staysQuiet)) {
      const { timeline, policy } = isTimeline(given) ? { timeline: given, policy: undefined } : given;
      const events = timeline.flat().sort((a, b) => a.observedTime - b.observedTime);
      it(situation, () => {
        expect(of(events, policy)).toEqual([]);
        expectSteady(rules, events, policy);
      });
    }
  });
}

/** The same findings whatever the repeats, the checkpoints and the order of arrival within the window. */
function expectSteady(rules: readonly Rule[], events: readonly AgentEvent[], policy?: Policy): void {
  const options = { rules, ...(policy && { policy }) };
  const findings = runTimeline(events, options);
  expect(runTimeline(events, { ...options, checkpointAfter: () => true })).toEqual(findings);
  const doubled = events.flatMap((event) => [event, event]);
  expect(runTimeline(doubled, options)).toEqual(findings);
  const swapped = events.map((event, index) => {
    const next = events[index + (index % 2 === 0 ? 1 : -1)];
    return next && Math.abs(next.observedTime - event.observedTime) < 1_000 ? next : event;
  });
  expect(runTimeline(swapped, options)).toEqual(findings);
}
