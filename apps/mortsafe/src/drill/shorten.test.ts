import { emptyPolicy } from '@mortsafe/agent-events';
import { createDetector } from '@mortsafe/detection';
import { rules } from '@mortsafe/rules';
import { scenarios } from '@mortsafe/simulator';
import { describe, expect, it } from 'vitest';
import { attacks, leftOut } from './attacks.ts';
import { shorten, toldNow } from './shorten.ts';

const T0 = Date.UTC(2026, 0, 1);
const DRILL_MS_MAX = 100_000;

describe('a drill', () => {
  it('has an attack for every rule, or a reason', () => {
    const missing = rules.filter(({ id }) => !attacks[id] && !leftOut[id]);
    expect(missing).toEqual([]);
  });

  it.each(Object.entries(attacks))('shows %s within minutes', (rule, id) => {
    const scenario = scenarios.find((one) => one.id === id);
    if (!scenario) throw new Error(`there is no story ${id}`);
    expect(scenario.policy).toBeUndefined();
    const { cues, foundMs } = shorten(scenario, rule);
    expect(foundMs).toBeLessThan(DRILL_MS_MAX);
    const detector = createDetector({ rules, policy: emptyPolicy });
    for (const cue of cues) {
      detector.tick(T0 + cue.atMs);
      detector.take(toldNow(cue, 'mortsafe.drill.test', T0 + cue.atMs));
    }
    for (let time = T0 + foundMs; time <= T0 + foundMs + 30_000; time += 1_000) detector.tick(time);
    expect(detector.findings().map((finding) => finding.rule)).toContain(rule);
  });
});
