import { emptyPolicy } from '@mortsafe/agent-events';
import { activity, runTimeline } from '@mortsafe/testing';
import { describe, expect, it } from 'vitest';
import { createDetector } from './detector.ts';
import type { Fleet } from './fleet.ts';
import type { Memory } from './memory.ts';
import { defineRule } from './rule.ts';

const rule = (id: string, detect: (memory: Memory, fleet: Fleet) => unknown) =>
  defineRule({
    id,
    title: 'Whatever the memory says',
    on: ['agent.activity'],
    limits: {},
    detect(event, fleet) {
      const said = JSON.stringify(detect(fleet.memory, fleet));
      return { key: [event.id], severity: 'low', subject: null, summary: said, evidence: [event] };
    },
  });

const acts = (...at: string[]) => at.map((time) => activity('worker', { at: time }));
const said = (rules: Parameters<typeof runTimeline>[1]['rules'], ...at: string[]) =>
  runTimeline(acts(...at), { rules, checkpointAfter: () => true }).map(({ summary }) => summary);

describe('the memory of a rule', () => {
  it('tells how often something happened within a time, both its ends included', () => {
    expect(
      said([rule('a-rule', (memory) => memory.tally('act', 10_000))], '0s', '5s', '10s', '10.001s'),
    ).toEqual(['1', '2', '3', '3']);
  });

  it('keeps a value for as long as it was asked to, across checkpoints', () => {
    const remembers = rule('a-rule', (memory) => {
      const known = memory.recall('first') ?? null;
      if (known === null) memory.remember('first', 'seen', 10_000);
      return known;
    });
    expect(said([remembers], '0s', '9.999s', '10s')).toEqual(['null', '"seen"', 'null']);
  });

  it('is the own of each rule', () => {
    const both = [
      rule('a-rule', (memory) => {
        memory.remember('key', 1, 60_000);
        return memory.recall('key');
      }),
      rule('b-rule', (memory) => memory.recall('key') ?? null),
    ];
    expect(said(both, '0s', '1s').sort()).toEqual(['1', '1', 'null', 'null']);
  });

  it('holds at most 10,000 entries, and lets go of the one touched longest ago', () => {
    let number = 0;
    const fills = rule('a-rule', (memory) => {
      for (; number < 10_001; number++) memory.remember(String(number), number, 60_000);
      return [memory.recall('0') ?? null, memory.recall('1') ?? null];
    });
    expect(said([fills], '0s')).toEqual(['[null,1]']);
  });

  it('refuses what is too long to be kept', () => {
    const refused = rule('a-rule', (memory) => {
      expect(() => memory.remember('key', 'x'.repeat(5_000), 1)).toThrow(RangeError);
      expect(() => memory.remember('key', new Array<number>(1_001).fill(0), 1)).toThrow(RangeError);
      return 'refused';
    });
    expect(said([refused], '0s')).toEqual(['"refused"']);
  });

  it('of a rule that is gone goes once its time is over', () => {
    const remembers = rule('a-rule', (memory) => memory.remember('key', 1, 5_000));
    const events = acts('0s', '10s');
    const before = createDetector({ rules: [remembers], policy: emptyPolicy });
    before.take(events[0]!);
    before.finish();
    const kept = structuredClone(before.snapshot());
    expect(kept.fleets[0]?.memories?.has('a-rule')).toBe(true);
    kept.fleets[0]!.now += 10_000;
    const after = createDetector({ rules: [], policy: emptyPolicy }, kept);
    expect(after.snapshot().fleets[0]?.memories?.has('a-rule')).toBe(false);
  });
});
