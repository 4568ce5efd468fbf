import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditEntries } from '../audit/audit-store.ts';
import { enterContainments, releaseContainments } from '../shielding/register.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { T0 } from '../testing/samples.ts';
import { commandIsolator } from './command-isolator.ts';
import { createIsolationRunner } from './isolation-runner.ts';
import { isolationsOf } from './isolation-store.ts';
import type { IsolatorBinding } from './isolator.ts';
import { kubernetesIsolator } from './kubernetes-isolator.ts';

const never = new AbortController().signal;

describe.each(testedDatabases())('agents in quarantine, on $name', ({ open }) => {
  let database: Database;
  let ran: string[];
  let answers: boolean;
  let living: string[];
  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  beforeEach(async () => {
    [ran, answers, living] = [[], true, ['w-1', 'w-2']];
    await database.query('truncate containments, isolations');
  });
  afterAll(() => database.close());

  const clock = manualClock();
  const isolator = commandIsolator({
    isolate: ['fence', 'up', '{instance}'],
    release: ['fence', 'down', '{instance}'],
    async run(command) {
      ran.push(command.join(' '));
      return answers ? { kind: 'succeeded' } : { kind: 'failed', reason: 'fence: exit code 1' };
    },
  });
  function runner(guard: Partial<IsolatorBinding> = {}) {
    const isolators = [{ fleet: 'shop', isolator, ...guard }];
    const made = createIsolationRunner({ database, isolators, instancesOf: () => living, clock });
    return { ...made, step: () => made.reconcile(never) };
  }
  const quarantine = (agent = 'worker', fleet = 'shop') =>
    enterContainments(database, [
      {
        ...{ id: `c-${fleet}-${agent}`, fleet, agent, state: 'quarantined', since: T0, endedAt: null },
        ...{ markedBy: null, source: 'control', order: null, reason: null },
      },
    ]);
  const lift = () =>
    releaseContainments(database, [{ fleet: 'shop', agent: 'worker', state: 'quarantined', at: T0 + 1 }]);

  it('are cut off once, new instances too, and let back when it is lifted', async () => {
    const { step } = runner();
    await quarantine();
    await step();
    await step();
    expect(ran).toEqual(['fence up w-1', 'fence up w-2']);
    living = ['w-2', 'w-3'];
    await step();
    expect(ran.slice(2)).toEqual(['fence up w-3']);
    await lift();
    await step();
    await step();
    expect(ran.slice(3)).toEqual(['fence down w-1', 'fence down w-2', 'fence down w-3']);
    expect(await isolationsOf(database)).toEqual([]);
    const { items } = await auditEntries(database, { action: 'isolation.' });
    expect(items.slice(0, 3).map(({ action }) => action)).toEqual([
      'isolation.released',
      'isolation.isolated',
      'isolation.isolated',
    ]);
  });

  it('are cut off in a while where it failed, and stay so after a restart', async () => {
    answers = false;
    await quarantine();
    await runner().step();
    await runner().step();
    expect(await isolationsOf(database)).toMatchObject([{ state: 'failed', detail: 'fence: exit code 1' }]);
    expect(ran).toHaveLength(2);
    answers = true;
    clock.advance(60_000);
    await runner().step();
    await runner().step();
    expect(ran).toHaveLength(4);
    expect(await isolationsOf(database)).toMatchObject([{ state: 'isolated', instances: ['w-1', 'w-2'] }]);
  });

  it('are said to be cut off until they were let back', async () => {
    const { step } = runner();
    await quarantine();
    await step();
    await lift();
    answers = false;
    await step();
    expect(await isolationsOf(database)).toMatchObject([
      { state: 'failed', detail: 'it is still cut off: fence: exit code 1', instances: ['w-1', 'w-2'] },
    ]);
  });

  it('are said to be cut off again once who could not be is gone', async () => {
    const { step } = runner();
    await quarantine();
    await step();
    [answers, living] = [false, ['w-1', 'w-2', 'w-3']];
    await step();
    expect(await isolationsOf(database)).toMatchObject([{ state: 'failed' }]);
    living = ['w-1', 'w-2'];
    clock.advance(60_000);
    await step();
    expect(await isolationsOf(database)).toMatchObject([
      { state: 'isolated', detail: 'it is cut off from others', instances: ['w-1', 'w-2'] },
    ]);
  });

  it('stay cut off, however many are put in quarantine after them', async () => {
    const { step } = runner();
    await quarantine();
    await step();
    await database.query(
      `insert into containments (id, fleet, agent, state, since, source)
       select 'c-' || n, 'lab', 'a-' || n, 'quarantined', 0, 'control' from generate_series(1, 5000) as n`,
    );
    await step();
    expect(ran).toEqual(['fence up w-1', 'fence up w-2']);
  });

  it.each<[string, Partial<IsolatorBinding>, string]>([
    ['they are protected', { protectedAgents: ['work*'] }, 'it may not be cut off from here'],
    ['so many are already', { agentsMax: 0 }, '0 agents of its fleet at once'],
    ['it is a dry run', { dryRun: true }, 'dry run: fence would have cut it off'],
  ])('are not cut off where %s', async (_why, guard, detail) => {
    const { step, isolatorOf } = runner(guard);
    await quarantine();
    await step();
    expect(ran).toEqual([]);
    const [held] = await isolationsOf(database);
    expect(held?.state).toBe('held');
    expect(held?.detail).toContain(detail);
    expect(isolatorOf('shop')).toMatch(/^fence/);
  });

  it('are no more than the guard allows, though all were imposed at once', async () => {
    const { step } = runner({ agentsMax: 2 });
    for (const agent of ['a', 'b', 'c', 'd']) await quarantine(agent);
    await step();
    await step();
    expect((await isolationsOf(database)).map(({ state }) => state)).toEqual([
      ...['isolated', 'isolated', 'held', 'held'],
    ]);
  });

  it('are left to others where nothing isolates agents of their fleet, and in a drill', async () => {
    const { step, isolatorOf } = runner({ fleet: '*' });
    await quarantine('worker', 'mortsafe.drill.x');
    await step();
    expect([ran, await isolationsOf(database)]).toEqual([[], []]);
    expect(isolatorOf('mortsafe.drill.x')).toBeUndefined();
    expect(runner().isolatorOf('lab')).toBeUndefined();
  });

  it('are waited for where no instance of them is known', async () => {
    living = [];
    const { step } = runner();
    await quarantine();
    await step();
    expect(await isolationsOf(database)).toMatchObject([{ state: 'waiting' }]);
    living = ['w-9'];
    await step();
    expect(ran).toEqual(['fence up w-9']);
  });
});

describe('the isolator for Kubernetes', () => {
  const asked: unknown[] = [];
  const make = (status: number) =>
    kubernetesIsolator({
      ...{ namespace: 'shop', pod: '{instance}' },
      async client(method, path, body) {
        asked.push([method, path, body]);
        return { status };
      },
    });
  const target = { fleet: 'shop', agent: 'worker', instance: 'worker-1' };

  it('labels the pod, and takes the label away', async () => {
    expect(await make(200).isolate(target, never)).toEqual({ done: true });
    expect(await make(404).release(target, never)).toEqual({ done: true });
    const path = '/api/v1/namespaces/shop/pods/worker-1';
    const labels = (value: string | null) => ({
      metadata: { labels: { 'mortsafe.dev/quarantined': value } },
    });
    expect(asked).toEqual([
      ['PATCH', path, labels('true')],
      ['PATCH', path, labels(null)],
    ]);
  });

  it.each(['../secrets/x', 'a/b', '-rf', 'Upper', 'a b'])('refuses a pod called %j', async (instance) => {
    expect(await make(200).isolate({ ...target, instance }, never)).toMatchObject({ done: false });
  });

  it('says what the API server refused, and that there is no such pod', async () => {
    expect(await make(403).isolate(target, never)).toMatchObject({
      reason: 'the API server refused (HTTP 403)',
    });
    expect(await make(404).isolate(target, never)).toMatchObject({ reason: 'there is no pod worker-1' });
  });
});

it.each([
  [{ isolate: [], release: ['x'] }],
  [{ isolate: ['{agent}'], release: ['x'] }],
  [{ isolate: ['x', '{order}'], release: ['x'] }],
  [{ isolate: ['x', '{what}'], release: ['x'] }],
])('refuses the commands %j', (options) => {
  expect(() => commandIsolator(options)).toThrow('isolator command');
});
