import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditEntries } from '../audit/audit-store.ts';
import { verifyAudit } from '../audit/verify-audit.ts';
import type { News } from '../pipeline/stages.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { hostileTexts } from '../testing/hostile.ts';
import { finding, T0 } from '../testing/samples.ts';
import { changeIncident, notesOf } from './casework.ts';
import { type IncidentChange, incidentChange } from './incident-change.ts';
import { incidentsOf } from './read-incidents.ts';
import { takeFindings } from './take-findings.ts';

describe.each(testedDatabases())('casework on $name', ({ open }) => {
  let database: Database;
  let told: News[];
  let position: number;
  let id: string;
  const tell = async (news: readonly News[]) => void told.push(...news);
  const take = (...findings: ReturnType<typeof finding>[]) =>
    takeFindings(database, 'findings', position, { findings, next: ++position }, tell, { now: () => T0 });
  const change = (what: IncidentChange, by = 'person:alice', ifRevision?: number, now = T0 + 60_000) =>
    changeIncident({ database, tell, now: () => now }, { incident: id, change: what, by, ifRevision });
  const incident = async () => (await incidentsOf(database))[0];

  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  beforeEach(async () => {
    await database.query(
      'truncate incidents, findings, timeline, read_positions, told_changes, audit_trail cascade',
    );
    await database.query(`update audit_head set sequence = 0, hash = ''`);
    position = 0;
    told = [];
    await take(finding());
    id = (await incident())?.id ?? '';
    told = [];
  });
  afterAll(() => database.close());

  it('goes from open by acknowledged to resolved, and says so to those who were told', async () => {
    expect(await change({ status: 'acknowledged' })).toMatchObject({ status: 'done' });
    expect(await incident()).toMatchObject({ status: 'acknowledged', assignee: 'person:alice', revision: 2 });
    await change(
      { status: 'resolved', verdict: 'true-positive', note: 'shut the launcher down' },
      'person:bob',
    );
    expect(await incident()).toMatchObject({
      ...{ status: 'resolved', verdict: 'true-positive', assignee: 'person:alice', resolvedAt: T0 + 60_000 },
    });
    expect(told.flatMap(({ changes }) => changes)).toEqual(['acknowledged:2', 'resolved:3']);
    expect(await notesOf(database, id)).toMatchObject([{ by: 'person:bob', body: 'shut the launcher down' }]);
  });

  it('leaves a trail of who did it, when, and from what to what', async () => {
    await change({ status: 'acknowledged' });
    await change({ assignee: 'person:bob' });
    await change({ addTags: ['prod', 'ransom'], removeTags: ['none'] });
    await change({ note: 'looking' });
    await change({ status: 'resolved', verdict: 'benign' }, 'person:bob');
    await change({ status: 'resolved', verdict: 'test' }, 'person:bob');
    await change({ status: 'open' });
    const { items } = await auditEntries(database, { about: `incident:${id}` });
    expect(items.map(({ action, by }) => `${by} ${action}`).reverse()).toEqual([
      'person:alice incident.acknowledged',
      'person:alice incident.assigned',
      'person:alice incident.tagged',
      'person:alice incident.noted',
      'person:bob incident.resolved',
      'person:bob incident.resolved',
      'person:alice incident.reopened',
    ]);
    expect(items[1]).toMatchObject({
      ...{ recordedAt: T0 + 60_000, fleet: 'checkout' },
      change: { verdict: { from: 'benign', to: 'test' } },
    });
    expect(await verifyAudit(database)).toMatchObject({ breaks: [], entries: 7 });
  });

  it('writes nothing where nothing changes', async () => {
    await change({ addTags: ['a'] });
    expect(await change({ addTags: ['a'], status: 'open' })).toMatchObject({ incident: { revision: 2 } });
    expect((await auditEntries(database)).items).toHaveLength(1);
  });

  it('says what was found when it resolves, and only then', async () => {
    expect(await change({ status: 'resolved' })).toMatchObject({ status: 'invalid' });
    expect(await change({ verdict: 'benign' })).toMatchObject({ status: 'invalid' });
    expect(await change({ status: 'acknowledged', verdict: 'benign' })).toMatchObject({ status: 'invalid' });
    expect(await incident()).toMatchObject({ status: 'open', revision: 1 });
    expect((await auditEntries(database)).items).toEqual([]);
  });

  it('is refused to whoever looked at something older, and about what is not there', async () => {
    await change({ note: 'first' });
    expect(await change({ status: 'acknowledged' }, 'person:bob', 1)).toMatchObject({ status: 'conflict' });
    expect(await change({ status: 'acknowledged' }, 'person:bob', 2)).toMatchObject({ status: 'done' });
    id = 'inc-none\0';
    expect(await change({ status: 'open' })).toMatchObject({ status: 'unknown' });
  });

  it('loses nothing of what several do at once, while evidence comes in', async () => {
    const people = Array.from({ length: 8 }, (_, index) =>
      change({ addTags: [`tag-${index}`], note: `note ${index}` }, `person:${index}`),
    );
    await Promise.all([...people, take(finding({ id: 'more', rule: 'masked-failure' }))]);
    const after = await incident();
    expect(after).toMatchObject({ revision: 10, findingCount: 2 });
    expect(after?.tags).toHaveLength(8);
    expect(await notesOf(database, id)).toHaveLength(8);
    expect(await verifyAudit(database)).toMatchObject({ breaks: [], entries: 8 });
  });

  it('is kept when evidence comes in', async () => {
    await change({ status: 'acknowledged', addTags: ['mine'] });
    await take(finding({ id: 'more' }));
    expect(await incident()).toMatchObject({
      status: 'acknowledged',
      assignee: 'person:alice',
      tags: ['mine'],
    });
  });

  it('is undone by something new, and the trail says why', async () => {
    await change({ status: 'resolved', verdict: 'false-positive' });
    await take(finding({ id: 'more' }));
    expect(await incident()).toMatchObject({ status: 'open', verdict: null, resolvedAt: null });
    const [newest] = (await auditEntries(database)).items;
    expect(newest).toMatchObject({
      by: 'mortsafe',
      action: 'incident.reopened',
      change: { because: 'new evidence' },
    });
  });

  it('stands against more of the same where there was nothing to it, and not where the agent still lives', async () => {
    const later = (revision: number) => finding({ revision, lastTime: T0 + 90_000 + revision });
    await change({ status: 'resolved', verdict: 'benign' });
    await take(later(2));
    expect(await incident()).toMatchObject({ status: 'resolved', verdict: 'benign' });
    await change({ status: 'resolved', verdict: 'true-positive' });
    await take(later(3));
    expect(await incident()).toMatchObject({ status: 'open' });
  });

  it('takes any text that a person can send', async () => {
    for (const text of hostileTexts) {
      const what = incidentChange.safeParse({
        note: text,
        addTags: [text.slice(0, 64)],
        assignee: text.slice(0, 256),
      });
      if (what.success) expect(await change(what.data)).toMatchObject({ status: 'done' });
      await change({ removeTags: (await incident())?.tags ?? [], note: 'x' });
    }
    expect((await verifyAudit(database)).breaks).toEqual([]);
  });
});
