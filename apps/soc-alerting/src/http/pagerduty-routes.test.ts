import { createHmac } from 'node:crypto';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeIncident } from '../incidents/casework.ts';
import { takeFindings } from '../incidents/take-findings.ts';
import { openGroups } from '../pipeline/groups.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { experiment, T0 } from '../testing/samples.ts';
import { type PagerDutyReplies, pagerDutyRoutes } from './pagerduty-routes.ts';

const secret = 'secret-of-the-subscription';

describe.each(testedDatabases())('replies in PagerDuty, on $name', ({ open }) => {
  let database: Database;
  let incident = '';
  let group = '';
  beforeAll(async () => {
    database = await open();
    await takeFindings(database, 'findings', 0, { findings: experiment(), next: 1 }, async () => {});
    const [row] = await database.query<{ id: string }>('select id from incidents');
    incident = row?.id ?? '';
    const destination = { channel: 'pagerduty', route: '0', labels: {} } as never;
    await openGroups(database, [{ destination, incident }]);
    const [opened] = await database.query<{ id: string }>('select id from notification_groups');
    group = opened?.id ?? '';
  }, OPENING_MS);
  beforeEach(async () => {
    const change = { status: 'open' } as const;
    await changeIncident({ database, tell: async () => {}, now: () => T0 }, { incident, change, by: 'test' });
    await database.query('delete from incident_notes');
  });
  afterAll(() => database.close());

  interface Said {
    type?: string;
    agent?: object | null;
    key?: string;
    at?: number;
    signedBy?: string;
    resolvedAs?: PagerDutyReplies['resolvedAs'];
  }
  async function say(said: Said = {}): Promise<number> {
    const { type = 'incident.acknowledged', key = group, at = T0, signedBy = secret, resolvedAs } = said;
    const { agent = { id: 'PLH1HKV', type: 'user_reference' } } = said;
    const event = { event_type: type, occurred_at: new Date(at).toISOString(), agent };
    const body = JSON.stringify({ event: { ...event, data: { incident_key: key } } });
    const signature = createHmac('sha256', signedBy).update(body).digest('hex');
    const people = { PLH1HKV: 'ada@example.org' };
    const routes = pagerDutyRoutes({
      replies: { secret, people, ...(resolvedAs && { resolvedAs }) },
      database,
      change: (one, change, person) =>
        changeIncident(
          { database, tell: async () => {}, now: () => T0 },
          { incident: one, change, by: `person:${person}` },
        ),
      now: () => T0,
      log: () => {},
    });
    const headers = { 'x-pagerduty-signature': `v1=${'0'.repeat(64)},v1=${signature}` };
    const app = new Hono().route('/', routes);
    return (await app.request('/pagerduty/webhook', { method: 'POST', headers, body })).status;
  }
  const stands = async () => {
    const [row] = await database.query<{ status: string; assignee: string; verdict: string }>(
      'select status, assignee, verdict from incidents where id = $1',
      [incident],
    );
    const notes = await database.query('select body from incident_notes');
    return { ...row, notes: notes.length };
  };

  it('take the incidents of the alert on, in the name of whoever did', async () => {
    expect(await say()).toBe(202);
    expect(await stands()).toMatchObject({ status: 'acknowledged', assignee: 'person:ada@example.org' });
  });

  it('that resolve it leave it to a person to say what it was, once', async () => {
    await say({ type: 'incident.resolved' });
    await say({ type: 'incident.resolved' });
    expect(await stands()).toMatchObject({ status: 'acknowledged', verdict: null, notes: 1 });
  });

  it('that resolve what was taken on before say so, too', async () => {
    await say();
    for (let times = 0; times < 2; times++) await say({ type: 'incident.resolved', at: T0 + 1 });
    expect(await stands()).toMatchObject({ status: 'acknowledged', notes: 1 });
    await say({ type: 'incident.resolved', at: T0 + 2 });
    expect(await stands()).toMatchObject({ status: 'acknowledged', notes: 2 });
  });

  it('that resolve it do so here, where the configuration says what it was then', async () => {
    await say({ type: 'incident.resolved', resolvedAs: 'benign' });
    expect(await stands()).toMatchObject({ status: 'resolved', verdict: 'benign' });
  });

  it.each<[string, Said, number]>([
    ['somebody else signed', { signedBy: 'guess' }, 401],
    ['it is from long ago', { at: T0 - 7_200_000 }, 202],
    ['nobody knows who did it', { agent: { id: 'PMALLORY', type: 'user_reference' } }, 202],
    ['we did it ourselves', { agent: { id: 'PLH1HKV', type: 'inbound_integration_reference' } }, 202],
    ['nobody did it', { agent: null }, 202],
    ['the alert is not ours', { key: 'grp-none\0' }, 202],
    ['something else happened', { type: 'incident.priority_updated' }, 202],
  ])('do nothing where %s', async (_what, said, status) => {
    expect(await say(said)).toBe(status);
    expect((await stands()).status).toBe('open');
  });
});
