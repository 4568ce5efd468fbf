import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditEntries } from '../audit/audit-store.ts';
import { verifyAudit } from '../audit/verify-audit.ts';
import { changeIncident } from '../incidents/casework.ts';
import { incidentsOf } from '../incidents/read-incidents.ts';
import { takeFindings } from '../incidents/take-findings.ts';
import { compileRouting } from '../pipeline/routing.ts';
import { runStages } from '../pipeline/stages.ts';
import { containmentsOf } from '../shielding/register.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { finding, linkOpened, shieldingAct, T0, wholeOrder } from '../testing/samples.ts';
import type { Database } from './database.ts';
import { purge, purgeable } from './purge.ts';

const DAY = 86_400_000;
const retention = { incidentsMs: 30 * DAY, shieldingMs: 30 * DAY };

describe.each(testedDatabases())('purging $name', ({ open }) => {
  let database: Database;
  let position: number;
  const settings = {
    ...{ routing: compileRouting({}, ['webhook']), pageUrl: () => null, now: () => T0 },
    ...{ wantFindings: new Set<string>(), pagers: new Set<string>() },
  };
  const tell = (news: Parameters<typeof runStages>[0], queries: Parameters<typeof runStages>[1]) =>
    runStages(news, queries, settings);
  const take = (batch: object) => {
    const from = position++;
    const whole = { findings: [], ...batch, next: position };
    return takeFindings(database, 'findings', from, whole, tell, { now: () => T0 });
  };
  const resolve = (incident: string) =>
    changeIncident(
      { database, tell, now: () => T0 },
      { incident, change: { status: 'resolved', verdict: 'test', note: 'done' }, by: 'person:alice' },
    );

  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  beforeEach(async () => {
    position = 0;
    await database.query(
      `truncate incidents, findings, timeline, read_positions, audit_trail, containments, agent_ties, shielding_acts,
         order_states, notification_groups, notifications cascade`,
    );
    await database.query(`update audit_head set sequence = 0, hash = ''`);
  });
  afterAll(() => database.close());

  it('deletes resolved incidents with all that hangs on them, and nothing that is open', async () => {
    const evidenceEvents = [linkOpened('worker-3', 'planner', 0)];
    for (const order of ['o-1', 'o-2'])
      await take({ findings: [finding({ id: order, order, evidenceEvents })] });
    const [one] = await incidentsOf(database);
    await resolve(one?.id ?? '');
    await database.query(`update notifications set state = 'delivered'`);

    expect(await purge(database, { retention, now: T0 + 29 * DAY })).toMatchObject({ incidents: 0 });
    const due = { retention, now: T0 + 31 * DAY };
    const would = await purgeable(database, due);
    expect(await purge(database, due)).toEqual(would);
    expect(would).toMatchObject({ incidents: 1, ties: 1 });
    expect(await purgeable(database, due)).toMatchObject({ incidents: 0, ties: 0 });
    const groups = await database.query('select id from notification_groups');
    expect(groups).toHaveLength(1);
    const left = await incidentsOf(database);
    expect(left).toMatchObject([{ status: 'open' }]);
    for (const table of [
      'findings',
      'timeline',
      'told_changes',
      'notification_incidents',
      'group_incidents',
    ]) {
      const rows = await database.query<{ incident: string }>(`select distinct incident from ${table}`);
      expect(rows).toEqual([{ incident: left[0]?.id }]);
    }
    expect((await auditEntries(database)).items[0]).toMatchObject({ action: 'storage.purged' });
    expect(await verifyAudit(database)).toMatchObject({ breaks: [], entries: 2 });
  });

  it('keeps a resolved incident while a message tells of an open one as well', async () => {
    for (const order of ['o-1', 'o-2']) await take({ findings: [finding({ id: order, order })] });
    const [one, other] = await incidentsOf(database);
    await resolve(one?.id ?? '');
    await database.query(
      'insert into notification_incidents select id, $1 from notifications where incident = $2 on conflict do nothing',
      [other?.id ?? '', one?.id ?? ''],
    );
    expect(await purge(database, { retention, now: T0 + 99 * DAY })).toMatchObject({ incidents: 0 });
    await resolve(other?.id ?? '');
    expect(await purge(database, { retention, now: T0 + 99 * DAY })).toMatchObject({ incidents: 2 });
  });

  it('keeps who is contained, however long, and what looking back needs, whatever it is told', async () => {
    await take({ acts: [shieldingAct()], orders: [wholeOrder()] });
    const short = { shieldingMs: 0, incidentsMs: 0 };
    expect(await purge(database, { retention: short, now: T0 + 13 * DAY })).toMatchObject({ acts: 0 });
    expect(await purge(database, { retention: short, now: T0 + 9_999 * DAY })).toMatchObject({ acts: 1 });
    expect((await containmentsOf(database)).items).toHaveLength(1);
    expect(await database.query('select id from order_states')).toHaveLength(1);
  });

  it('deletes leaves to relaunch that have ended, once they are as old', async () => {
    for (const [id, until] of [['old', T0] as const, ['later', T0 + DAY] as const]) {
      await database.query(
        `insert into relaunch_leaves (id, fleet, agent, given_at, not_before, not_after)
         values ($1, 'shop', 'worker-3', 0, 0, $2)`,
        [id, until],
      );
    }
    const due = { retention: { shieldingMs: 14 * DAY }, now: T0 + 14 * DAY + 1 };
    expect(await purge(database, due)).toMatchObject({ leaves: 1 });
    expect(await database.query('select id from relaunch_leaves')).toEqual([{ id: 'later' }]);
  });

  it('keeps the audit trail for ever, unless told otherwise', async () => {
    await take({ findings: [finding()] });
    const [one] = await incidentsOf(database);
    await resolve(one?.id ?? '');
    expect(await purge(database, { now: T0 + 9_999 * DAY })).toMatchObject({ incidents: 1, auditEntries: 0 });
    const now = T0 + 19_999 * DAY;
    expect(await purge(database, { retention: { auditMs: DAY }, now })).toMatchObject({ auditEntries: 2 });
    expect(await verifyAudit(database)).toMatchObject({ breaks: [], entries: 1, first: 3 });
  });

  it('ends, however much there is', async () => {
    const findings = Array.from({ length: 450 }, (_, index) =>
      finding({ id: `f-${index}`, order: `o-${index}` }),
    );
    await takeFindings(database, 'findings', 0, { findings, next: 450 }, async () => {}, { now: () => T0 });
    await database.query(`update incidents set status = 'resolved', resolved_at = $1`, [T0]);
    expect(await purge(database, { now: T0 + 500 * DAY })).toMatchObject({ incidents: 450 });
    expect(await incidentsOf(database)).toEqual([]);
  });
});
