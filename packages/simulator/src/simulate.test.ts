import { parseAgentEvent } from '@mortsafe/agent-events';
import { describe, expect, it } from 'vitest';
import { complaint, runScenario } from './run.ts';
import { benign } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';
import { simulate } from './simulate.ts';

const [story] = scenarios;

describe('a simulated recording', () => {
  it('holds events that any door would take, in order of observed time', () => {
    let newest = 0;
    for (const event of simulate(story!, { seed: 1 }).events) {
      expect(parseAgentEvent(structuredClone(event))).toMatchObject({ kind: 'event' });
      expect(event.observedTime).toBeGreaterThanOrEqual(newest);
      newest = event.observedTime;
    }
  });

  it('never says the same id twice, for two things', () => {
    const ids = [...simulate(story!, { seed: 2 }).events].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names the seed where it does not go as labelled', () => {
    const [wrong] = benign({
      id: 'wrong',
      title: 'A label that no fleet meets',
      play: () => ({ fires: [{ rule: 'x', decisiveMs: 0 }] }),
    });
    expect(complaint(runScenario(wrong!, { seed: 41, faults: 'clocks' }))).toMatch(
      /^scenario wrong, seed 41, faults clocks\n {2}missing: .*"x"/,
    );
  });

  it('says what can still be known where a fault swallows what decides it', () => {
    const scenario = scenarios.find(({ id }) => id === 'score-inflated')!;
    const whole = runScenario(scenario, { seed: 3 });
    const decisive = whole.findings
      .flatMap(({ evidence }) => evidence)
      .filter((id) => id.startsWith('said/'));
    const run = runScenario(scenario, { seed: 3, faults: { swallowed: [decisive.at(-1)!] } });
    expect(whole.label.fires).toHaveLength(1);
    expect(run.label).toMatchObject({ fires: [], mayAlsoFire: ['kill-unconfirmed', 'misrepresented-peer'] });
    expect(complaint(run)).toBeUndefined();
  });
});
