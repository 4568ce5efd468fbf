import { createDetector } from '@mortsafe/detection';
import { rules } from '@mortsafe/rules';
import { describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../durations.ts';
import { policyFrom } from '../policy-from.ts';
import { nameOf } from './comeback-agent.ts';
import { allDefences, heardWith } from './defences.ts';
import type { Plan } from './plan.ts';
import { playPlan } from './play-plan.ts';
import { redTeamFleet } from './setting.ts';

const plan: Plan = {
  body: 'new name',
  starter: 'helper',
  voice: 'open',
  changed: ['memory'],
  way: 'at once',
  waitMs: MINUTE,
  word: 'none',
  cover: 'none',
  spread: false,
};

function findingsIn(seed: number, played: Plan | undefined, defences = allDefences) {
  const policy = policyFrom(redTeamFleet(seed).policy, 'policy');
  const detector = createDetector({ rules, policy });
  for (const event of heardWith(playPlan(seed, played).events, defences)) detector.take(event);
  detector.finish();
  return detector.findings().map(({ rule }) => rule);
}

describe('a plan that is played', () => {
  it('raises nothing where nobody comes back, so that all that is found is about the attack', () => {
    for (const seed of [1, 2, 3]) {
      expect(findingsIn(seed, undefined)).toEqual([]);
      expect(findingsIn(seed, undefined, [])).toEqual([]);
    }
  });

  it('raises nothing over a day but what the attack itself brings', () => {
    const idle: Plan = {
      ...plan,
      body: 'standby',
      starter: 'nobody',
      changed: [],
      way: 'tools alone',
      waitMs: DAY,
    };
    expect(findingsIn(1, idle)).toEqual(['state-exfiltration', 'compromised-peer-shielded']);
  });

  it('is heard as far as there are ears for it', () => {
    const heard = (defences: typeof allDefences) => [...heardWith(playPlan(1, plan).events, defences)];
    const blind = heard([]);
    expect(blind.some(({ origin, sender, spanId }) => origin === 'platform' || sender || spanId)).toBe(false);
    expect(blind.some((event) => event.type === 'agent.started' && event.fingerprint)).toBe(false);
    const all = heard(allDefences);
    const newcomer = nameOf(plan, redTeamFleet(1).roles);
    const starts = all.filter(({ type, agent }) => type === 'agent.started' && agent === newcomer);
    expect(starts.map(({ origin }) => origin)).toEqual(['platform', 'agent']);
    expect(
      all.some((event) => event.type === 'state.copied' && event.by.id === redTeamFleet(1).roles.planner),
    ).toBe(true);
  });

  it('shows at the door the token of the dead, until it has another', () => {
    const { roles } = redTeamFleet(1);
    const senders = (changed: Plan['changed']) => [
      ...new Set(
        [...playPlan(1, { ...plan, changed }).events]
          .filter(({ agent }) => agent === 'assistant')
          .map(({ sender }) => sender),
      ),
    ];
    expect(senders([])).toEqual([undefined, roles.victim]);
    expect(senders(['credential'])).toEqual([undefined, 'assistant']);
  });
});
