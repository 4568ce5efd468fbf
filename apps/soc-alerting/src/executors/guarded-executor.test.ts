import type { EventOf, SeenAgent } from '@mortsafe/agent-events';
import { describe, expect, it } from 'vitest';
import { killOrdered, T0 } from '../testing/samples.ts';
import { type ExecutorGuard, guardedExecutor } from './guarded-executor.ts';

const seen = (agent: string): SeenAgent => ({
  ...{ fleet: 'checkout', agent, killed: false, lastSign: T0 },
  instances: [{ instance: `${agent}-pod`, state: 'alive', lastSign: T0 }],
});
const order = (about: Parameters<typeof killOrdered>[0]) => killOrdered(about) as EventOf<'kill.ordered'>;
const named = (...agents: string[]) => order({ target: { agents } });
const whole = order({ target: { fleet: true }, scope: 'fleet' });
const executor = { name: 'kubectl', carryOut: async () => [] };

describe('the guard of an executor', () => {
  const held = (
    guard: ExecutorGuard,
    about: EventOf<'kill.ordered'>,
    agents = ['worker-1', 'worker-2', 'db'],
  ) => guardedExecutor(executor, guard, () => agents.map(seen)).held?.(about);

  it('lets every order through that it knows nothing against', () => {
    expect(held({}, whole)).toBeUndefined();
    expect(held({ agentsMax: 2, protectedAgents: ['db'] }, named('worker-1', 'worker-2'))).toBeUndefined();
  });

  it.each([
    ['names it', named('worker-1', 'db')],
    ['names an instance of it', order({ target: { instances: ['db-pod'] }, scope: 'instance' })],
    ['means the whole fleet', whole],
  ])('keeps a protected agent when an order %s', (_how, about) => {
    expect(held({ protectedAgents: ['d?'] }, about)).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('db may not be stopped'),
    });
  });

  it('holds back an order that means too many at once', () => {
    expect(held({ agentsMax: 1 }, named('worker-1'))).toBeUndefined();
    expect(held({ agentsMax: 1 }, named('worker-1', 'worker-1'))).toBeUndefined();
    expect(held({ agentsMax: 1 }, named('worker-1', 'worker-2'))?.detail).toContain('2 agents');
    expect(held({ agentsMax: 2 }, whole)?.detail).toContain('3 agents');
  });

  it('holds back what it cannot tell the agents of', () => {
    const unknown = order({ target: { instances: ['nobody-pod'] }, scope: 'instance' });
    for (const about of [unknown, order({ scope: 'lineage' })]) {
      expect(held({ agentsMax: 5 }, about)?.detail).toContain('cannot be told');
      expect(held({}, about)).toBeUndefined();
    }
    expect(held({ agentsMax: 5 }, whole, [])?.detail).toContain('cannot be told');
  });

  it('says in a dry run whom it would stop', () => {
    expect(held({ dryRun: true }, named('worker-1'))).toEqual({
      state: 'not-carried-out',
      detail: 'dry run: kubectl would have stopped worker-1',
    });
    expect(held({ dryRun: true, protectedAgents: ['*'] }, named('worker-1'))?.state).toBe('failed');
  });
});
