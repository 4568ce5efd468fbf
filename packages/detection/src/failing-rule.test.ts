import { emptyPolicy, type Finding } from '@mortsafe/agent-events';
import { heartbeat, START } from '@mortsafe/testing';
import { describe, expect, it } from 'vitest';
import { createDetector } from './detector.ts';
import { defineRule, type Rule } from './rule.ts';

const sees = (id: string, more: Partial<Rule> = {}): Rule => ({
  ...defineRule({
    id,
    title: 'A heartbeat',
    on: ['agent.heartbeat'],
    limits: {},
    detect: (event) => ({
      key: [event.id],
      severity: 'low',
      subject: event.agent,
      summary: `${event.agent} beat`,
      evidence: [event],
    }),
  }),
  ...more,
});

const fails = (): never => {
  throw new Error('broken');
};

function run(rules: readonly Rule[], beats = 3) {
  const failed: string[] = [];
  const detector = createDetector({ rules, policy: emptyPolicy, ruleFailed: (rule) => failed.push(rule) });
  const found = new Map<string, Finding>();
  for (let beat = 0; beat < beats; beat++) detector.take(heartbeat('worker', { at: beat * 1_000 }));
  detector.finish();
  for (const finding of detector.findings()) found.set(finding.id, finding);
  return { failed, found: [...found.values()], counts: detector.counts() };
}

describe('a rule that throws', () => {
  it('loses its own turn on that event, and no other rule does', () => {
    const { failed, found, counts } = run([sees('broken', { detect: fails }), sees('sound')]);
    expect(found.map(({ rule }) => rule)).toEqual(['sound', 'sound', 'sound']);
    expect(failed).toEqual(['broken', 'broken', 'broken']);
    expect(counts).toMatchObject({ events: 3, failed: 3 });
  });

  it('is named also where it fails as it wakes, and its fellows still wake', () => {
    const waker = (id: string, wake: Rule['wake']): Rule =>
      sees(id, {
        detect(event, fleet) {
          if (event.observedTime === START) fleet.wakeAt(START + 500, ['once']);
          return undefined;
        },
        ...(wake && { wake }),
      });
    const woken: string[] = [];
    const { failed } = run([waker('broken', fails), waker('sound', () => void woken.push('sound'))], 2);
    expect(failed).toEqual(['broken']);
    expect(woken).toEqual(['sound']);
  });
});

describe('a rule whose findings are bounded', () => {
  it('has one more that counts the rest of the hour', () => {
    const { found } = run([sees('talker', { findingsPerHour: 2 }), sees('sound')], 5);
    const of = (rule: string) => found.filter((finding) => finding.rule === rule);
    expect(of('sound')).toHaveLength(5);
    expect(of('talker')).toHaveLength(3);
    expect(of('talker').at(-1)).toMatchObject({
      count: 3,
      subject: null,
      summary: 'talker saw 3 more within this hour, beside the 2 listed',
    });
  });

  it('may raise as many again in the next hour', () => {
    const { found } = run([sees('talker', { findingsPerHour: 2_000 })], 3_700);
    expect(found.filter(({ count }) => count === null)).toHaveLength(2_100);
  });
});
