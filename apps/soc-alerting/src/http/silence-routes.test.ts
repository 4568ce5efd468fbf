import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMachineToken } from '../access/machine-token-store.ts';
import type { Role } from '../access/roles.ts';
import { auditEntries } from '../audit/audit-store.ts';
import { verifyAudit } from '../audit/verify-audit.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { ALICE, testedApp, VIEW } from '../testing/http.ts';

const wanted = {
  matchers: ['fleet="checkout"', 'rule=~"telemetry-.*"'],
  reason: 'network works',
  forMs: 3_600_000,
};
const DAY_MS = 86_400_000;

describe.each(testedDatabases())('silences over HTTP on $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  beforeEach(() => database.query('truncate silences, containments, held_back'));
  afterAll(() => database.close());

  const ask = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    testedApp(database).ask(`/api/v1/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${ALICE}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const list = async (query = '') => {
    const { silences } = (await (await ask(`silences${query}`)).json()) as { silences: { id: string }[] };
    return silences;
  };

  it('are made by whoever holds a control token, under their name, and stand in the audit trail', async () => {
    const response = await ask('silences', wanted);
    expect(response.status).toBe(201);
    const { silence } = (await response.json()) as {
      silence: { id: string; startsAt: number; endsAt: number };
    };
    expect(silence).toMatchObject({
      createdBy: 'alice',
      reason: 'network works',
      state: 'active',
      covers: [],
    });
    expect(silence.endsAt - silence.startsAt).toBe(3_600_000);
    expect(await list()).toMatchObject([
      { id: silence.id, matchers: ['fleet="checkout"', 'rule=~"telemetry-.*"'] },
    ]);
    const [entry] = (await auditEntries(database, { action: 'silence.' })).items;
    expect(entry).toMatchObject({
      by: 'person:alice',
      action: 'silence.added',
      about: `silence:${silence.id}`,
    });
    expect((await verifyAudit(database)).breaks).toEqual([]);
  });

  it('end by hand, and stay in the list of those that have ended', async () => {
    const { silence } = (await (await ask('silences', wanted)).json()) as { silence: { id: string } };
    expect((await ask(`silences/${silence.id}/expire`, {})).status).toBe(200);
    expect(await list()).toEqual([]);
    expect(await list('?ended=true')).toMatchObject([{ state: 'expired', expiredBy: 'alice' }]);
    expect((await ask(`silences/${silence.id}/expire`, {})).status).toBe(404);
  });

  it('are made and ended by a machine with the role responder in its fleets, and audited as the machine', async () => {
    const made = { name: 'playbook', createdBy: 'alice', createdAt: 0, expiresAt: null };
    const as = async (role: Role, fleets: string[]) => {
      const { secret } = await createMachineToken(database, { ...made, role, fleets });
      return { authorization: `Bearer ${secret}` };
    };
    const responder = await as('responder', ['checkout']);
    const response = await ask('silences', wanted, responder);
    expect(response.status).toBe(201);
    const { silence } = (await response.json()) as { silence: { id: string; createdBy: string } };
    expect(silence.createdBy).toBe('machine:playbook');
    for (const headers of [await as('analyst', ['checkout']), await as('responder', ['shop'])]) {
      expect([403, 404]).toContain((await ask(`silences/${silence.id}/expire`, {}, headers)).status);
      expect((await ask('silences', wanted, headers)).status).toBe(403);
    }
    const long = { ...wanted, forMs: 31 * DAY_MS };
    expect((await ask('silences', long, responder)).status).toBe(400);
    expect((await ask(`silences/${silence.id}/expire`, {}, responder)).status).toBe(200);
    const entries = (await auditEntries(database, { about: `silence:${silence.id}` })).items;
    expect(entries.map(({ by, action }) => [by, action])).toEqual([
      ['machine:playbook', 'silence.expired'],
      ['machine:playbook', 'silence.added'],
    ]);
  });

  it.each([
    ['a view token', { authorization: `Bearer ${VIEW}` }],
    ['a guess', { authorization: 'Bearer guess-guess-guess-guess' }],
    ['nothing', { authorization: '' }],
    ['a cookie', { authorization: '', cookie: `mortsafe_view=${VIEW}` }],
  ])('are not made by whoever shows %s', async (_what, headers) => {
    expect([401, 403]).toContain((await ask('silences', wanted, headers)).status);
    expect([401, 403]).toContain((await ask('silences/sil-x/expire', {}, headers)).status);
    expect(await list()).toEqual([]);
  });

  it.each([
    ['no matcher', { ...wanted, matchers: [] }, 'matchers'],
    ['a label that is none', { ...wanted, matchers: ['colour=red'] }, 'there is no label colour'],
    ['an expression that is none', { ...wanted, matchers: ['rule=~"("'] }, 'regular expression'],
    [
      'an expression that costs too much',
      { ...wanted, matchers: ['rule=~"(a{1,30}){1,30}"'] },
      'repeats too much',
    ],
    ['only what it is not about', { ...wanted, matchers: ['fleet!="checkout"'] }, 'at least one'],
    ['no reason', { ...wanted, reason: ' ' }, 'reason'],
    ['more than 30 days', { ...wanted, forMs: 30 * DAY_MS + 1 }, 'forMs'],
    ['a start in the far future', { ...wanted, startsAt: Date.now() + 90 * DAY_MS }, 'startsAt'],
    ['an author of its own', { ...wanted, createdBy: 'bob' }, 'createdBy'],
  ])('are refused with %s', async (_what, body, said) => {
    const response = await ask('silences', body);
    expect(response.status).toBe(400);
    expect(((await response.json()) as { error: string }).error).toContain(said);
  });

  it('are one when the request is sent again', async () => {
    const key = { 'idempotency-key': 'once' };
    await ask('silences', wanted, key);
    expect((await ask('silences', wanted, key)).status).toBe(201);
    expect(await list()).toHaveLength(1);
  });

  it('say which agents under containment they cover', async () => {
    await database.query(
      `insert into containments (id, fleet, agent, state, since, source) values
         ('c1', 'checkout', 'worker-3', 'killed', 1, 'x'), ('c2', 'elsewhere', 'worker-4', 'killed', 1, 'x'),
         ('c3', 'checkout', 'worker-5', 'killed', 1, 'x')`,
    );
    await database.query(`update containments set ended_at = 2 where id = 'c3'`);
    const { silence } = (await (await ask('silences', wanted)).json()) as { silence: object };
    expect(silence).toMatchObject({ covers: [{ fleet: 'checkout', agent: 'worker-3', state: 'killed' }] });
    const other = await ask('silences', { ...wanted, matchers: ['agent="planner"'] });
    expect(await other.json()).toMatchObject({ silence: { covers: [] } });
  });
});
