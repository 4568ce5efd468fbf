import type { AgentEvent } from '@mortsafe/agent-events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLives } from './lives.ts';
import type { SeenProcess } from './process-table.ts';

const sensor = { host: 'laptop', boot: 'b' };
const marker = (agent: string, instance?: string) => ({ fleet: 'crew', agent, instance });

interface Given {
  parent?: number;
  /** When its parent started, where the pid has become another's. */
  parentTicks?: number;
  /** Who answers for it now, where that is not its parent. */
  adopter?: number;
  startTicks?: number;
  is?: SeenProcess['marker'];
}

/** A sensor that is shown one table of processes after the other. Pid 1 and the shell 10 are always there. */
function watched(followedMax?: number) {
  const lives = createLives(sensor, followedMax);
  let now = 1_000_000;
  const show = (table: Record<number, Given>, ended: Record<number, number> = {}): AgentEvent[] => {
    const all: Record<number, Given> = { 1: {}, 10: { parent: 1 }, ...table };
    const start = (pid: number): number => all[pid]?.startTicks ?? pid;
    const processes = new Map<number, SeenProcess>();
    for (const [name, { parent = 0, parentTicks = start(parent), adopter = parent, is }] of Object.entries(
      all,
    )) {
      const pid = Number(name);
      const key = parent === 0 ? undefined : { pid: parent, startTicks: parentTicks };
      processes.set(pid, { pid, startTicks: start(pid), parent: key, parentNow: adopter, marker: is });
    }
    now += 500;
    const over = Object.entries(ended).map(([pid, exitCode]): [number, object] => [
      Number(pid),
      { pid: Number(pid), startTicks: Number(pid), exitCode },
    ]);
    return lives.follow({ at: now, bootedAt: 0, processes, ended: new Map(over) as never, unreadable: 0 });
  };
  return { show, lives };
}
const told = (events: AgentEvent[]): unknown[] =>
  events.map((event) => {
    if (event.type === 'agent.started') return ['started', event.instance, event.launchedBy?.id];
    return event.type === 'agent.stopped' ? ['stopped', event.instance, event.reason] : event;
  });

const planner = { parent: 10, is: marker('planner', 'p') };
const worker = { parent: 20, is: marker('worker', 'w') };

describe('the lives of agents', () => {
  it('begin with a start that names who launched it, and end with a stop', () => {
    const { show } = watched();
    expect(told(show({ 20: planner }))).toEqual([['started', 'p', undefined]]);
    const [start, ...others] = show({ 20: planner, 30: worker });
    expect(others).toEqual([]);
    expect(start).toMatchObject({
      ...{
        type: 'agent.started',
        origin: 'platform',
        host: 'laptop',
        fleet: 'crew',
        agent: 'worker',
        instance: 'w',
      },
      ...{ launchedBy: { kind: 'agent', id: 'planner', instance: 'p' }, time: 300 },
    });
    expect(show({ 20: planner, 30: worker })).toEqual([]);
    expect(told(show({ 20: planner }))).toEqual([['stopped', 'w', 'unknown']]);
  });

  it.each([
    [9, 'killed'],
    [15, 'killed'],
    [11, 'crashed'],
    [256, 'crashed'],
    [0, 'completed'],
  ])('end as was seen: status %i is %s', (status, reason) => {
    const { show } = watched();
    show({ 30: { ...worker, parent: 10 } });
    expect(told(show({}, { 30: status }))).toEqual([['stopped', 'w', reason]]);
  });

  it('name the nearest agent above, past programs that are none', () => {
    const { show } = watched();
    const start = show({
      20: planner,
      25: { parent: 20 },
      26: { parent: 25 },
      30: { ...worker, parent: 26 },
    });
    expect(told(start)).toContainEqual(['started', 'w', 'planner']);
  });

  it('go by when a process started where a parent has a higher pid', () => {
    const { show } = watched();
    const table = { 40: { ...planner, startTicks: 5 }, 30: { ...worker, parent: 40, startTicks: 6 } };
    expect(told(show(table))).toContainEqual(['started', 'w', 'planner']);
  });

  it('include what an agent starts for its own use, and end with the last of it', () => {
    const { show } = watched();
    const table = { 20: planner, 21: { parent: 20, is: marker('planner') } };
    expect(told(show(table))).toEqual([['started', 'p', undefined]]);
    expect(show({ 21: { ...table[21], adopter: 1 } })).toEqual([]);
    expect(told(show({}))).toEqual([['stopped', 'p', 'unknown']]);
  });

  it('go on when a process drops its marker', () => {
    const { show } = watched();
    show({ 20: planner });
    expect(show({ 20: { parent: 10 } })).toEqual([]);
    expect(told(show({}))).toEqual([['stopped', 'p', 'unknown']]);
  });

  it('pass to another agent when a program takes the place of another, by the hand of the first', () => {
    const { show } = watched();
    show({ 20: planner, 30: { parent: 20, is: planner.is } });
    expect(told(show({ 20: planner, 30: worker }))).toEqual([['started', 'w', 'planner']]);
    expect(told(show({ 30: { ...worker, is: marker('decoy', 'd') } }))).toEqual([
      ['started', 'd', 'worker'],
      ['stopped', 'p', 'unknown'],
      ['stopped', 'w', 'unknown'],
    ]);
  });
});

describe('a process that is one agent, then another, then the first again', () => {
  it('tells of each change as an event of its own', () => {
    const { show } = watched();
    const other = { ...planner, is: marker('other', 'o') };
    const events = [planner, other, planner, other].flatMap((each) => show({ 20: each }));
    expect(events).toHaveLength(7);
    expect(new Set(events.map(({ id }) => id)).size).toBe(7);
  });
});

describe('who launched an agent is not known', () => {
  const start = (table: Record<number, Given>): unknown[] => {
    const { show } = watched();
    show({ 20: planner });
    return told(show({ 20: planner, ...table })).filter((each) => (each as string[])[1] === 'w');
  };
  it.each([
    ['no agent is above it', { 30: { ...worker, parent: 10 } }],
    ['its parent was gone before it was seen', { 30: { ...worker, parent: 0, adopter: 1 } }],
    ['it is a child of pid 1', { 30: { ...worker, parent: 1 } }],
    ['one on the way up was never seen', { 30: { ...worker, parent: 26 } }],
    [
      'one on the way up has lost its parent',
      { 26: { parent: 20, adopter: 10 }, 30: { ...worker, parent: 26 } },
    ],
  ])('when %s', (_what, table) => {
    expect(start(table)).toEqual([['started', 'w', undefined]]);
  });

  it('when the agent above takes in orphans: another may have stood between', () => {
    const { show } = watched();
    const orphan = { parent: 20, is: marker('planner') };
    show({ 10: { is: marker('chief', 'c') }, 20: { ...planner, is: undefined }, 21: orphan });
    show({ 10: { is: marker('chief', 'c') }, 21: { ...orphan, adopter: 10 } });
    const table = {
      10: { is: marker('chief', 'c') },
      21: { ...orphan, adopter: 10 },
      30: { ...worker, parent: 10 },
    };
    expect(told(show(table))).toEqual([['started', 'w', undefined]]);
  });
});

describe('a pid', () => {
  it('that is used again is another process', () => {
    const { show } = watched();
    show({ 20: planner, 30: worker });
    expect(
      told(show({ 20: planner, 30: { ...worker, startTicks: 99, is: marker('worker', 'w-2') } })),
    ).toEqual([
      ['started', 'w-2', 'planner'],
      ['stopped', 'w', 'unknown'],
    ]);
  });

  it('that is used again under the same name is a stop and a start', () => {
    const { show } = watched();
    show({ 20: planner, 30: worker });
    expect(told(show({ 20: planner, 30: { ...worker, startTicks: 99 } }))).toEqual([
      ['stopped', 'w', 'unknown'],
      ['started', 'w', 'planner'],
    ]);
  });

  it('of a parent that is used again names nobody', () => {
    const { show } = watched();
    const table = { 20: { ...planner, startTicks: 25 }, 30: { ...worker, parentTicks: 20 } };
    expect(told(show(table))).toContainEqual(['started', 'w', undefined]);
  });
});

describe('a second process under the name of one that lives', () => {
  it('is a start where another agent started it', () => {
    const { show } = watched();
    show({ 20: planner, 30: { ...worker, parent: 10 } });
    expect(told(show({ 20: planner, 30: { ...worker, parent: 10 }, 31: worker }))).toEqual([
      ['started', 'w', 'planner'],
    ]);
    expect(show({ 20: planner, 31: worker })).toEqual([]);
    expect(told(show({ 20: planner }))).toEqual([['stopped', 'w', 'unknown']]);
  });

  it('is one more of its processes where nobody knows who started it', () => {
    const { show } = watched();
    show({ 30: { ...worker, parent: 10 } });
    expect(show({ 30: { ...worker, parent: 10 }, 31: { parent: 1, is: marker('worker') } })).toEqual([]);
  });
});

describe('a sensor', () => {
  it('that begins anew tells again with the same ids', () => {
    const table = { 20: planner, 30: worker };
    const ids = (events: AgentEvent[]): string[] => events.map(({ id }) => id);
    expect(ids(watched().show(table))).toEqual(ids(watched().show(table)));
  });

  it('follows so many processes, and counts the others', () => {
    const { show, lives } = watched(1);
    expect(told(show({ 20: planner, 30: worker }))).toEqual([['started', 'p', undefined]]);
    expect(lives.beyond).toBe(1);
  });

  it('tells of every life one start more than stops while it lives, whatever it is shown', () => {
    const process = fc.record({
      parent: fc.integer({ min: 0, max: 14 }),
      adopter: fc.integer({ min: 0, max: 14 }),
      startTicks: fc.integer({ min: 0, max: 5 }),
      is: fc.option(
        fc.record({
          fleet: fc.constant('crew'),
          agent: fc.constantFrom('a', 'b'),
          instance: fc.constantFrom('1', '2', undefined),
        }),
        { nil: undefined },
      ),
    });
    const table = fc.dictionary(fc.integer({ min: 2, max: 14 }).map(String), process);
    fc.assert(
      fc.property(fc.array(table, { maxLength: 8 }), (tables) => {
        const { show } = watched();
        const living = new Set<string>();
        for (const events of [...tables.map((each) => show(each)), show({})]) {
          for (const { type, agent, instance } of events) {
            const name = `${agent}/${instance}`;
            if (type === 'agent.started') living.add(name);
            else expect(living.delete(name)).toBe(true);
          }
        }
        expect([...living]).toEqual([]);
      }),
    );
  });
});
