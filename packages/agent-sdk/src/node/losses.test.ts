import { describe, expect, it } from 'vitest';
import { createLosses } from './losses.ts';

const told = (agent: string, more: Record<string, unknown> = {}) => ({
  attributes: { 'mortsafe.fleet': 'checkout', 'mortsafe.agent': agent, ...more },
});

describe('what was lost', () => {
  it('is counted for whoever said it, and told once', () => {
    const losses = createLosses();
    losses.add([told('a', { 'mortsafe.instance': 'a-1' }), told('b')]);
    // A report by a on a peer was a's to tell.
    losses.add([told('c', { 'mortsafe.reporter': 'a' })]);
    expect(losses.take()).toEqual([
      { fleet: 'checkout', id: 'a', instance: 'a-1', count: 2 },
      { fleet: 'checkout', id: 'b', instance: undefined, count: 1 },
    ]);
    expect(losses.take()).toEqual([]);
  });

  it('counts for all it told of, when it was an account of losses', () => {
    const losses = createLosses();
    losses.add([{ ...told('a', { 'mortsafe.count': 40 }), eventName: 'mortsafe.telemetry.lost' }, told('a')]);
    expect(losses.take()).toMatchObject([{ id: 'a', count: 41 }]);
  });

  it('leaves out what is no agent event', () => {
    const losses = createLosses();
    losses.add([{ attributes: { message: 'hello' } }]);
    expect(losses.take()).toEqual([]);
  });
});
