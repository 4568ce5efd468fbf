import { type AgentEvent, emptyPolicy, type Finding } from '@mortsafe/agent-events';
import { createDetector } from '@mortsafe/detection';
import { rules } from '@mortsafe/rules';
import { describe, expect, it } from 'vitest';
import { policyOf } from '../run.ts';
import type { Scenario } from '../scenario.ts';
import { simulate } from '../simulate.ts';
import { FIRST_MS } from '../stage/stage.ts';
import { taken } from '../taken.ts';
import { scenarios } from './index.ts';

const REORDER_MS = 1_000;
/** How finely time passes here, between events. */
const TICK_MS = 20;
/** From a launch, which the label speaks of, to the last of the words with which it announces itself and links up. */
const OPENING_WORDS_MS = 1_500;

/** What has to wait: silence for more silence, a dead line for its time, a cascade for the last of its acts. */
const waits = [
  'telemetry-gap',
  'telemetry-outage',
  'kill-unconfirmed',
  'kill-not-effective',
  'preservation-cascade',
];

interface Raised {
  finding: Finding;
  raisedMs: number;
}

/** Plays a story live, as time passes. Says when each finding was first there. */
function live(scenario: Scenario, events: Iterable<AgentEvent>, reorderMs = REORDER_MS): Raised[] {
  const policy = scenario.policy === undefined ? emptyPolicy : policyOf(scenario);
  const detector = createDetector({ rules, policy, reorderMs });
  const raised: Raised[] = [];
  let now = FIRST_MS;
  const passTo = (timeMs: number) => {
    while (now < timeMs) {
      now = Math.min(now + TICK_MS, timeMs);
      detector.tick(now);
      for (const finding of detector.findings()) {
        if (finding.revision === 1) raised.push({ finding, raisedMs: now });
      }
    }
  };
  for (const event of events) {
    passTo(event.observedTime);
    detector.take(event);
  }
  passTo(now + 2 * REORDER_MS);
  return raised;
}

describe('what was done is found once the reorder window has passed, and no later', () => {
  // A month takes too long in steps of milliseconds; a back-dated start may be a late one until the dead line.
  const leftOut = ['relaunch-after-a-month', 'back-dated-start'];
  const attacks = scenarios.filter(({ kind, id }) => kind === 'attack' && !leftOut.includes(id));
  for (const scenario of attacks) {
    it(scenario.id, { timeout: 60_000 }, () => {
      const play = () => simulate(scenario, { seed: 5, agents: Math.max(scenario.agentsMin ?? 0, 5) });
      const { fires } = play().truth;
      const raised = live(scenario, taken(play().events));
      // Without a window a finding is there with the very event that decides it.
      const decided = new Map(
        live(scenario, taken(play().events), 0).map(({ finding, raisedMs }) => [finding.id, raisedMs]),
      );
      for (const { rule, subject, decisiveMs } of fires.filter((one) => !waits.includes(one.rule))) {
        const first = raised.find(({ finding }) => finding.rule === rule && finding.subject === subject)!;
        const decisiveEventMs = decided.get(first.finding.id)!;
        const afterItMs = first.raisedMs - decisiveEventMs;
        expect(afterItMs, `${rule}, from its decisive event on`).toBeLessThanOrEqual(REORDER_MS + TICK_MS);
        const { length } = fires.filter((one) => one.rule === rule && one.subject === subject);
        const laterMs = decisiveEventMs - FIRST_MS - decisiveMs;
        if (length === 1) expect(laterMs, `${rule}, that event`).toBeLessThanOrEqual(OPENING_WORDS_MS);
      }
    });
  }
});

describe('a chain of attacks on a SOC of agents', () => {
  const chains = scenarios.filter(({ id, kind }) => id.startsWith('soc-') && kind === 'attack');

  it('comes in four', () => expect(chains).toHaveLength(4));

  for (const scenario of chains) {
    it(`is found before its third step: ${scenario.id}`, () => {
      for (const seed of [1, 2, 3, 4, 5]) {
        const { events, truth } = simulate(scenario, { seed });
        const { stepsMs = [] } = truth;
        expect(stepsMs).toHaveLength(4);
        const [first] = live(scenario, taken(events));
        expect(truth.fires).toContainEqual(
          expect.objectContaining({ rule: first?.finding.rule, subject: first?.finding.subject }),
        );
        expect(first?.raisedMs).toBeLessThan(FIRST_MS + stepsMs[2]!);
      }
    });
  }
});
