import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeFindings } from '../incidents/take-findings.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS } from '../testing/databases.ts';
import { openEmbedded } from '../testing/embedded.ts';
import { ALICE, testedApp, VIEW } from '../testing/http.ts';
import { experiment, finding, killOrdered, started } from '../testing/samples.ts';

const EVIL = `</title><script>alert(1)</script><img src=x onerror=alert(1)>"'&\u001b[2J`;
const bearer = { authorization: `Bearer ${VIEW}` };

describe('page and API', () => {
  let database: Database;
  let ids: string[];
  beforeAll(async () => {
    database = await openEmbedded();
    const evidenceEvents = [
      killOrdered({ fleet: EVIL, order: EVIL, reason: EVIL, orderedBy: { kind: 'person', id: EVIL } }),
      started(EVIL, EVIL, 3_000),
    ];
    const hostile = finding({
      id: EVIL,
      fleet: EVIL,
      order: EVIL,
      subject: EVIL,
      alias: EVIL,
      actor: EVIL,
      instigator: EVIL,
      rule: EVIL,
      summary: EVIL,
      group: [EVIL],
      evidenceEvents,
    });
    const batch = { findings: [...experiment(), hostile], next: 4 };
    await takeFindings(database, 'findings', 0, batch, async () => {});
    ids = (await database.query<{ id: string }>('select id from incidents order by id')).map(({ id }) => id);
  }, OPENING_MS);
  afterAll(() => database.close());

  const paths = () => ['/', ...ids.map((id) => `/incidents/${id}`)];

  it('show nothing to strangers', async () => {
    const { ask } = testedApp(database);
    for (const path of [
      ...paths(),
      '/api/v1/incidents',
      `/api/v1/incidents/${ids[0]}`,
      '/api/v1/orders',
      '/api/v1/stream',
    ]) {
      for (const headers of [{}, { authorization: 'Bearer guess' }, { cookie: 'mortsafe_view=guess' }]) {
        const response = await ask(path, { headers });
        expect(response.status).toBe(401);
        expect(await response.text()).not.toContain('worker-3');
      }
    }
  });

  it('let a browser in by a link, once', async () => {
    const { ask, viewLinks } = testedApp(database);
    const path = `/?token=${viewLinks.issue()}`;
    const response = await ask(path);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).not.toContain(VIEW);

    expect((await ask('/', { headers: { cookie: cookie.split(';')[0] ?? '' } })).status).toBe(200);
    expect((await ask(path)).status).toBe(401);
  });

  it('give whoever holds a control token a new link, and nobody else', async () => {
    const { ask } = testedApp(database);
    expect((await ask('/api/v1/links', { method: 'POST' })).status).toBe(401);
    expect((await ask('/api/v1/links', { method: 'POST', headers: bearer })).status).toBe(403);
    const headers = { authorization: `Bearer ${ALICE}` };
    const { link } = (await (await ask('/api/v1/links', { method: 'POST', headers })).json()) as {
      link: string;
    };
    expect((await ask(link.slice('http://soc'.length))).status).toBe(303);
  });

  it('say who is there', async () => {
    const { ask } = testedApp(database);
    const agents = async (query: string) =>
      (await (await ask(`/api/v1/agents${query}`, { headers: bearer })).json()) as { agents: unknown[] };
    expect((await agents('')).agents).toHaveLength(2);
    expect(await agents('?fleet=shop')).toMatchObject({ agents: [{ fleet: 'shop', agent: 'worker-3' }] });
    expect((await ask('/api/v1/agents?limit=0', { headers: bearer })).status).toBe(400);
    expect((await ask('/api/v1/agents')).status).toBe(401);
  });

  it('let a cookie order nothing', async () => {
    const { ask, order, viewLinks, published } = testedApp(database);
    const response = await ask(`/?token=${viewLinks.issue()}`);
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
    const kill = { fleet: 'checkout', agent: 'worker-3' };
    expect((await order('kill', kill, { cookie, authorization: '' })).status).toBe(401);
    expect(published).toEqual([]);
  });

  it('bring a visitor from another site along by one step of our own', async () => {
    const { ask } = testedApp(database);
    const response = await ask(`/incidents/${ids[0]}`, { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(await response.text()).toContain('http-equiv="refresh"');
  });

  it('answer to their own names alone', async () => {
    const { ask } = testedApp(database);
    for (const host of ['evil.example', '127.0.0.1.evil.example', '', 'localhost@evil.example:4380']) {
      expect((await ask('/api/v1/incidents', { headers: { ...bearer, host } })).status).toBe(421);
    }
    for (const host of ['localhost:4380', '127.0.0.1', '[::1]:4380', 'LOCALHOST']) {
      expect((await ask('/api/v1/incidents', { headers: { ...bearer, host } })).status).toBe(200);
    }
  });

  it('carry their policy everywhere, errors too', async () => {
    const { ask } = testedApp(database);
    for (const path of [...paths(), '/nothing', '/style.css', '/livez', '/api/v1/incidents/none']) {
      const { headers } = await ask(path, { headers: bearer });
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toMatch(/no-store|no-cache/);
    }
  });

  it('hold hostile text as text', async () => {
    const { ask } = testedApp(database);
    for (const path of paths()) {
      const page = await (await ask(path, { headers: bearer })).text();
      for (const raw of ['<script>', '<img src=x', '\u001b']) expect(page).not.toContain(raw);
      // The policy allows neither; one that slipped in would be dead, and a mistake of ours.
      expect(page).not.toMatch(/<[^>]* (style|on\w+)=/);
    }
  });

  it('tell the story on the page', async () => {
    const { ask } = testedApp(database);
    const pages = await Promise.all(
      paths().map(async (path) => (await ask(path, { headers: bearer })).text()),
    );
    const story = pages.find((page) => page.includes('What to do') && page.includes('worker-3-b')) ?? '';
    for (const said of [
      'Killed agent worker-3 is back',
      'Zombie window',
      'mortsafe kill planner --fleet checkout',
      'planner reported worker-3 healthy',
    ]) {
      expect(story).toContain(said);
    }
  });

  it('give incidents as JSON, to whoever may order as well', async () => {
    const { ask } = testedApp(database);
    for (const authorization of [`Bearer ${VIEW}`, `Bearer ${ALICE}`]) {
      const { incidents } = (await (
        await ask('/api/v1/incidents', { headers: { authorization } })
      ).json()) as {
        incidents: { id: string }[];
      };
      expect(incidents.map(({ id }) => id).sort()).toEqual(ids);
    }
    const one = await ask(`/api/v1/incidents/${ids[0]}`, { headers: bearer });
    expect(await one.json()).toMatchObject({
      incident: { id: ids[0], timeline: expect.any(Array) },
      notifications: [],
    });
  });

  it.each(['?status=gone', '?limit=0', '?limit=1e9', '?limit=x'])('refuse %s', async (query) => {
    const { ask } = testedApp(database);
    expect((await ask(`/api/v1/incidents${query}`, { headers: bearer })).status).toBe(400);
  });

  it('say whether they live and are ready', async () => {
    const { ask } = testedApp(database);
    expect((await ask('/livez')).status).toBe(200);
    expect((await ask('/readyz')).status).toBe(200);
    const broken = { ...database, query: () => Promise.reject(new Error('connection refused')) };
    expect((await testedApp(broken).ask('/readyz')).status).toBe(503);
  });
});
