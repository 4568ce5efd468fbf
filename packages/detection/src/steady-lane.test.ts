import { type AgentEvent, emptyPolicy } from '@mortsafe/agent-events';
import { heartbeat, killOrdered, linkClosed, linkOpened } from '@mortsafe/testing';
import { describe, expect, it } from 'vitest';
import { createDetector, defineRule } from './index.ts';

/** Ids of the events that a rule is asked about which ignores what is ordinary. */
function askedAbout(events: readonly AgentEvent[], ignoresOrdinary = true): string[] {
  const asked: string[] = [];
  const rule = defineRule({
    id: 'a-rule',
    title: 'It wants to see what is not ordinary',
    on: ['agent.heartbeat', 'link.opened'],
    ignoresSteady: true,
    ignoresOrdinary,
    limits: {},
    detect(event) {
      asked.push(event.id);
      return undefined;
    },
  });
  const detector = createDetector({ rules: [rule], policy: emptyPolicy });
  for (const event of events) detector.take(event);
  detector.finish();
  return asked;
}

const bothKnown = [
  heartbeat('worker', { at: '0s', instance: 'w-1' }),
  heartbeat('planner', { at: '1s', instance: 'p-1' }),
];
const link = linkOpened('worker', 'planner', { at: '5s', id: 'the link', instance: 'w-1' });

describe('a rule that ignores what is ordinary', () => {
  it('is asked about no first heartbeat, nor about a link between agents that nothing concerns', () => {
    expect(askedAbout([...bothKnown, link])).toEqual([]);
    expect(askedAbout([...bothKnown, link], false)).toHaveLength(3);
  });

  it('is asked about the first heartbeat of an instance that is to be dead', () => {
    const kill = killOrdered('planner', { at: '2s', scope: 'instance', target: { instances: ['copy'] } });
    const first = heartbeat('worker', { at: '3s', id: 'the first', instance: 'copy' });
    expect(askedAbout([kill, first])).toEqual(['the first']);
  });

  it('is asked about a link to an agent under an order', () => {
    expect(askedAbout([...bothKnown, killOrdered('planner', { at: '2s' }), link])).toEqual(['the link']);
  });

  it('is asked about a link to an agent that others were cut off from', () => {
    const [before, after] = [
      linkOpened('planner', 'worker', { at: '2s', instance: 'p-1' }),
      linkClosed('planner', 'worker', { at: '3s' }),
    ];
    expect(askedAbout([...bothKnown, before, after, link])).toEqual(['the link']);
  });
});
