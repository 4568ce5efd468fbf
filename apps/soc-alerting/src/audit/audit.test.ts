import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { hostileTexts } from '../testing/hostile.ts';
import { T0 } from '../testing/samples.ts';
import { anchorText, parseAnchor } from './audit-anchor.ts';
import type { AuditedAct } from './audit-entry.ts';
import { appendAudit, auditAnchor, auditEntries } from './audit-store.ts';
import { purgeAudit } from './purge-audit.ts';
import { verifyAudit } from './verify-audit.ts';

const act = (about: Partial<AuditedAct> = {}): AuditedAct => ({
  by: 'person:alice',
  action: 'incident.acknowledged',
  about: 'incident:inc-1',
  fleet: 'checkout',
  change: { status: { from: 'open', to: 'acknowledged' } },
  ...about,
});

describe.each(testedDatabases())('the audit trail in $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  beforeEach(async () => {
    await database.query('truncate audit_trail');
    await database.query(`update audit_head set sequence = 0, hash = ''`);
  });
  afterAll(() => database.close());

  const write = (count: number, at = T0) =>
    database.transaction((queries) =>
      appendAudit(
        queries,
        Array.from({ length: count }, () => act()),
        at,
      ),
    );
  const breaks = async (...anchors: string[]) => {
    const parsed = anchors.map((text) => parseAnchor(text)).filter((anchor) => anchor !== undefined);
    return (await verifyAudit(database, parsed)).breaks;
  };

  it('holds while nobody touches it, empty too', async () => {
    expect(await verifyAudit(database)).toMatchObject({ breaks: [], entries: 0, first: null });
    await write(3);
    await write(2);
    const check = await verifyAudit(database);
    expect(check).toMatchObject({ breaks: [], entries: 5, first: 1, anchor: { sequence: 5 } });
    expect(check.anchor).toEqual(await auditAnchor(database));
  });

  it('is, about incidents that were purged, for who may see every fleet', async () => {
    await database.transaction((queries) =>
      appendAudit(queries, [act(), act({ about: 'agent:worker' }), act({ fleet: 'research' })], T0),
    );
    const seenBy = async (fleets: string[]) =>
      (await auditEntries(database, { fleets })).items.map(({ about, fleet }) => [about, fleet]);
    expect(await seenBy(['checkout'])).toEqual([['agent:worker', 'checkout']]);
    expect(await seenBy(['*'])).toHaveLength(3);
  });

  it('holds whatever text is in it', async () => {
    const hostile = hostileTexts.map((text) =>
      act({ by: text, about: text, fleet: text, change: { [text]: { from: null, to: text } } }),
    );
    await database.transaction((queries) => appendAudit(queries, hostile, T0));
    expect(await breaks()).toEqual([]);
  });

  it('shows which entry was altered, in whichever column', async () => {
    await write(5);
    for (const [column, value] of [
      ['by', `'person:mallory'`],
      ['recorded_at', '1'],
      ['action', `'incident.resolved'`],
      ['about', `'incident:other'`],
      ['fleet', 'null'],
      ['change', `'{}'`],
    ]) {
      await database.query('create table kept as select * from audit_trail');
      await database.query(`update audit_trail set ${column} = ${value} where sequence = 3`);
      expect((await breaks()).map(({ sequence }) => sequence)).toEqual([3]);
      await database.query('delete from audit_trail');
      await database.query('insert into audit_trail select * from kept');
      await database.query('drop table kept');
    }
    expect(await breaks()).toEqual([]);
  });

  it('shows what was taken out, and an entry that was hashed anew after a change', async () => {
    await write(6);
    await database.query('delete from audit_trail where sequence in (3, 4)');
    expect(await breaks()).toEqual([{ sequence: 5, reason: 'entries 3 to 4 are missing before it' }]);
    await database.query(`update audit_trail set hash = repeat('0', 64) where sequence = 5`);
    expect((await breaks()).map(({ sequence }) => sequence)).toEqual([5, 5, 6]);
  });

  it('shows that its end was cut off', async () => {
    await write(5);
    await database.query('delete from audit_trail where sequence > 3');
    expect(await breaks()).toEqual([{ sequence: 5, reason: 'entries 4 to 5 are cut off at the end' }]);
  });

  it('shows by an anchor kept elsewhere that the end was cut off or written anew with all its hashes', async () => {
    await write(5);
    const anchor = await auditAnchor(database);
    const kept = anchor ? anchorText(anchor) : '';
    expect(await breaks(kept)).toEqual([]);

    const cutOff = `update audit_head set sequence = 3, hash = (select hash from audit_trail where sequence = 3)`;
    await database.query('delete from audit_trail where sequence > 3');
    await database.query(cutOff);
    expect(await breaks()).toEqual([]);
    expect(await breaks(kept)).toMatchObject([{ sequence: 5 }]);

    await write(4, T0 + 1);
    expect(await breaks()).toEqual([]);
    expect((await breaks(kept)).map(({ sequence }) => sequence)).toEqual([5]);
  });

  it('shows what was put in behind its end, and that the record of the end is gone', async () => {
    await write(2);
    await database.query(`insert into audit_trail select 3, recorded_at, by, action, about, fleet, change, hash, hash
      from audit_trail where sequence = 2`);
    expect(await breaks()).toMatchObject([{ sequence: 3 }]);
    await database.query('delete from audit_trail where sequence = 3');
    await database.query('delete from audit_head');
    expect(await breaks()).toMatchObject([{ reason: 'the record of where the trail ends is gone' }]);
    const appending = database.transaction((queries) => appendAudit(queries, [act()], T0));
    await expect(appending).rejects.toThrow('audit verify');
    await database.query(`insert into audit_head (sequence, hash) values (0, '')`);
  });

  it('can be purged, and checked after that; not shortened by hand', async () => {
    await write(3, T0);
    const old = await auditAnchor(database);
    await write(3, T0 + 1_000);
    const purge = { before: T0 + 500, by: 'mortsafe', now: T0 + 2_000 };
    expect(await database.transaction((queries) => purgeAudit(queries, purge))).toBe(3);
    expect(await database.transaction((queries) => purgeAudit(queries, purge))).toBe(0);
    expect(await verifyAudit(database)).toMatchObject({ breaks: [], entries: 4, first: 4 });
    const [newest] = (await auditEntries(database)).items;
    expect(newest).toMatchObject({
      action: 'audit.purged',
      change: { entries: 3, anchor: old && anchorText(old) },
    });

    await database.query('delete from audit_trail where sequence = 4');
    expect(await breaks()).toMatchObject([{ sequence: 5 }]);
  });

  it('is one chain, however many write at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => write(3)));
    expect(await verifyAudit(database)).toMatchObject({ breaks: [], entries: 60 });
  });

  it('is listed by what it is about, who did it and what was done, page by page', async () => {
    await write(5);
    const by = 'person:bob';
    await database.transaction((queries) =>
      appendAudit(queries, [act({ by, about: 'agent:x', action: 'agent.compromised' })], T0),
    );
    expect((await auditEntries(database, { by })).items).toMatchObject([{ sequence: 6 }]);
    expect((await auditEntries(database, { action: 'agent.' })).items).toHaveLength(1);
    expect((await auditEntries(database, { about: 'agent:x', fleet: 'other' })).items).toEqual([]);
    const first = await auditEntries(database, { action: 'incident.', limit: 3 });
    expect(first.items.map(({ sequence }) => sequence)).toEqual([5, 4, 3]);
    const rest = await auditEntries(database, { action: 'incident.', limit: 3, after: first.next ?? '' });
    expect(rest).toMatchObject({ items: [{ sequence: 2 }, { sequence: 1 }], next: null });
  });

  it('finds any one change to any one entry', async () => {
    await write(4);
    const ways = fc.constantFrom('by', 'action', 'about', 'previous', 'hash');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), ways, fc.string(), async (at, column, to) => {
        const [row] = await database.query<Record<string, string>>(
          `select ${column} from audit_trail where sequence = $1`,
          [at],
        );
        const was = row?.[column] ?? '';
        const text = `x${to.replaceAll('\0', '')}`;
        await database.query(`update audit_trail set ${column} = $2 where sequence = $1`, [at, text]);
        const found = await breaks();
        await database.query(`update audit_trail set ${column} = $2 where sequence = $1`, [at, was]);
        expect(found[0]?.sequence).toBe(at);
      }),
      { numRuns: 30 },
    );
  });
});
