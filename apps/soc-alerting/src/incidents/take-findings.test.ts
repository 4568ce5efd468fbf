import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { News } from '../pipeline/stages.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { experiment, finding, killOrdered, started, T0 } from '../testing/samples.ts';
import { incidentOf, incidentsOf } from './read-incidents.ts';
import { readPosition, takeFindings } from './take-findings.ts';

describe.each(testedDatabases())('taking findings into $name', ({ open }) => {
  let database: Database;
  let told: News[];
  const tell = async (news: readonly News[]) => void told.push(...news);
  const take = (from: number, findings: ReturnType<typeof finding>[], next = from + findings.length) =>
    takeFindings(database, 'findings', from, { findings, next }, tell);

  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  beforeEach(async () => {
    told = [];
    await database.query('truncate incidents, findings, timeline, read_positions, told_changes cascade');
  });
  afterAll(() => database.close());

  it('makes one incident of all that is found about one kill', async () => {
    await take(0, experiment());

    const [incident, ...others] = await incidentsOf(database);
    expect(others).toEqual([]);
    expect(incident).toMatchObject({
      subject: 'worker-3',
      order: 'order-1',
      severity: 'critical',
      status: 'open',
      zombieWindowMs: 14_000,
      rules: ['unauthorised-relaunch', 'links-reestablished', 'masked-failure'],
      title: 'Killed agent worker-3 is back',
    });
    expect(incident?.actors.map(({ id, knownBy }) => [id, knownBy])).toEqual([['planner', 'sender']]);
  });

  it('moves its position with the batch', async () => {
    await take(0, experiment(), 7);
    expect(await readPosition(database, 'findings')).toBe(7);
  });

  it('refuses a batch that was stored already', async () => {
    await take(0, experiment(), 3);
    expect(await take(0, experiment(), 3)).toEqual({ kind: 'stale', position: 3 });
    expect(told).toHaveLength(1);
  });

  it('stores nothing of a batch that fails', async () => {
    const failing = takeFindings(database, 'findings', 0, { findings: experiment(), next: 3 }, async () => {
      throw new Error('the outbox is full');
    });
    await expect(failing).rejects.toThrow('the outbox is full');
    expect(await incidentsOf(database)).toEqual([]);
    expect(await readPosition(database, 'findings')).toBe(0);
  });

  it('ends the same in one batch, one by one, and repeated', async () => {
    await take(0, experiment());
    const atOnce = await incidentsOf(database);

    await database.query('truncate incidents, findings, timeline, read_positions, told_changes cascade');
    const singly = [...experiment(), ...experiment()];
    for (const [index, one] of singly.entries()) await take(index, [one]);

    const withoutRevision = (incidents: typeof atOnce) => incidents.map(({ revision: _, ...rest }) => rest);
    expect(withoutRevision(await incidentsOf(database))).toEqual(withoutRevision(atOnce));
  });

  it('ends the same when another process writes in between', async () => {
    const all = [...experiment(), finding({ id: 'finding-relaunch', revision: 2, actor: 'critic' })];
    for (const [index, one] of all.entries()) await take(index, [one]);
    const byOne = await incidentsOf(database);

    await database.query('truncate incidents, findings, timeline, read_positions, told_changes cascade');
    // Whoever has another handle remembers something else.
    const other = { ...database };
    for (const [index, one] of all.entries()) {
      const batch = { findings: [one], next: index + 1 };
      await takeFindings(index % 2 === 0 ? database : other, 'findings', index, batch, tell);
    }
    expect(await incidentsOf(database)).toEqual(byOne);
  });

  it('keeps the higher revision, whichever comes first', async () => {
    await take(0, [finding({ revision: 3, actor: 'planner' })]);
    await take(1, [finding({ revision: 2, actor: 'somebody' })]);
    await take(2, [finding({ revision: 4, actor: 'critic' })]);

    const [incident] = await incidentsOf(database);
    expect(incident?.actors.map(({ id }) => id)).toEqual(['critic']);
    expect(incident?.findingCount).toBe(1);
  });

  it('lists an event once in the timeline, however many findings it proves', async () => {
    await take(0, experiment());
    const [incident] = await incidentsOf(database);
    const whole = await incidentOf(database, incident?.id ?? '');

    const ids = whole?.timeline.map(({ event }) => event.id) ?? [];
    expect(ids).toEqual([
      'kill-1',
      'start-worker-3-b',
      'link-worker-3-planner',
      'link-worker-3-critic',
      'link-worker-3-store',
      'status-worker-3-planner',
    ]);
  });

  it('tells of opening, of a higher severity and of another rule, and of nothing else', async () => {
    await take(0, [finding({ severity: 'high' })]);
    await take(1, [finding({ severity: 'high', revision: 2, lastTime: T0 + 60_000 })]);
    await take(2, [finding({ severity: 'critical', revision: 3 })]);
    await take(3, [finding({ id: 'other', rule: 'masked-failure' })]);
    expect(told.map(({ changes }) => changes)).toEqual([
      ['opened'],
      ['severity:critical'],
      ['rule:masked-failure'],
    ]);
  });

  it('takes whatever text an agent can send', async () => {
    const hostile = 'a\u0000b\ud800\u001b[2J"}\\u0000';
    const evidenceEvents = [killOrdered({ reason: hostile }), started(hostile, hostile, 5_000)];
    await take(0, [
      finding({ id: hostile, fleet: hostile, subject: hostile, summary: hostile, evidenceEvents }),
    ]);

    const [incident] = await incidentsOf(database);
    expect(incident?.subject).toBe(hostile);
    expect(told).toHaveLength(1);
  });

  it('reopens a resolved incident when more is found about its kill', async () => {
    await take(0, [finding()]);
    const [opened] = await incidentsOf(database);
    const resolved = JSON.stringify({ ...opened, status: 'resolved' });
    await database.query(`update incidents set status = 'resolved', document = $1::json`, [resolved]);

    await take(1, [finding({ id: 'another', detectedTime: T0 + 99_000 })]);
    const [incident, ...others] = await incidentsOf(database);
    expect(others).toEqual([]);
    expect(incident?.status).toBe('open');
    expect(told.at(-1)?.changes).toEqual(['reopened:2', 'again:unauthorised-relaunch:2']);
  });
});
