import { type AgentEvent, agentsIn } from '@mortsafe/agent-events';
import { agentEvents } from '@mortsafe/agent-events/arbitrary';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecentEvents } from './recent-events.ts';

const MAX = 8;
const name = fc.constantFrom('a', 'b', 'c', 'd');
const events = fc.array(
  fc
    .tuple(agentEvents(['link.opened', 'agent.started']), name, name, fc.constantFrom('one', 'two'))
    .map(([event, agent, peer, fleet]) => ({ ...event, agent, peer, fleet }) as AgentEvent),
  { maxLength: 30 },
);
const order = (names: readonly string[]): AgentEvent =>
  ({ type: 'kill.ordered', fleet: 'one', target: { agents: names } }) as unknown as AgentEvent;

describe('recent events', () => {
  it('are those that a search through the newest would find', () => {
    fc.assert(
      fc.property(events, fc.uniqueArray(name), (all, asked) => {
        const recent = createRecentEvents(MAX);
        for (const event of all) recent.add(event);
        const agents = new Set<string>(asked);
        const newest = all.slice(-MAX).filter(({ fleet }) => fleet === 'one');
        const expected = newest.filter((event) => agentsIn(event).some((each) => agents.has(each)));
        expect(recent.about('one', agents)).toEqual(expected);
      }),
    );
  });

  it('are found by each of the many whom one is about', () => {
    const recent = createRecentEvents(MAX);
    const names = Array.from({ length: 100 }, (_, number) => `agent-${number}`);
    recent.add(order(names));
    expect(recent.about('one', new Set(['agent-99']))).toHaveLength(1);
    expect(recent.about('one', new Set(['somebody']))).toEqual([]);
    for (let number = 0; number < MAX; number++) recent.add(order(['another']));
    expect(recent.about('one', new Set(['agent-99']))).toEqual([]);
  });
});
