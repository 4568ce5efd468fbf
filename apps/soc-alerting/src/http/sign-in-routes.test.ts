import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../storage/database.ts';
import { OPENING_MS } from '../testing/databases.ts';
import { openEmbedded } from '../testing/embedded.ts';
import { testedApp } from '../testing/http.ts';
import { type StubIssuer, type StubPerson, stubIssuer } from '../testing/stub-issuer.ts';

const nowS = () => Math.floor(Date.now() / 1_000);
const ada = (): StubPerson => ({
  email: 'ada@example.org',
  email_verified: true,
  groups: ['soc-checkout'],
  auth_time: nowS(),
});

describe('signing in', () => {
  let database: Database;
  let issuer: StubIssuer;
  beforeAll(async () => {
    database = await openEmbedded();
    issuer = await stubIssuer('mortsafe');
  }, OPENING_MS);
  beforeEach(() => database.query('truncate sessions, sign_ins'));
  afterAll(async () => {
    await issuer.close();
    await database.close();
  });

  const app = (fourEyes = false) => {
    const oidc = { issuer: issuer.url, clientId: 'mortsafe', clientSecret: 'a-secret-of-the-client' };
    const roles = [
      { groups: ['soc-*'], role: 'responder' as const, fleets: ['checkout'] },
      { people: ['boss@example.org'], role: 'admin' as const, fleets: ['*'] },
    ];
    return testedApp(
      database,
      {},
      { signIn: { oidc, roles }, url: () => 'http://soc', now: Date.now, fourEyes },
    );
  };
  type Tested = ReturnType<typeof app>;
  const cookieIn = (response: Response): string =>
    response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .filter((cookie) => !cookie?.endsWith('='))
      .join('; ');

  async function signIn(tested: Tested, person: StubPerson, path = '/sign-in') {
    const begun = await tested.ask(path);
    const back = issuer.authorise(begun.headers.get('location') ?? '', person);
    return tested.ask(back.pathname + back.search, { headers: { cookie: cookieIn(begun) } });
  }
  const asking = (tested: Tested, cookie: string) => ({
    me: async () => (await tested.ask('/api/v1/me', { headers: { cookie } })).json(),
    order: (act: string, body: object, headers: Record<string, string> = {}) =>
      tested.ask(`/api/v1/control/${act}`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
        body: JSON.stringify(body),
      }),
  });

  it('asks for a code with PKCE, a nonce and a state, and lets in who comes back with it', async () => {
    const tested = app();
    const url = new URL((await tested.ask('/sign-in')).headers.get('location') ?? '');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      ...{ response_type: 'code', client_id: 'mortsafe', code_challenge_method: 'S256' },
      redirect_uri: 'http://soc/sign-in/callback',
    });
    const response = await signIn(tested, ada());
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('url=/')]);
    const set =
      response.headers.getSetCookie().find((cookie) => cookie.startsWith('mortsafe_session=')) ?? '';
    expect(set).toMatch(/HttpOnly/);
    expect(set).toMatch(/SameSite=Strict/);
    expect(await asking(tested, cookieIn(response)).me()).toMatchObject({
      ...{ kind: 'person', name: 'ada@example.org' },
      grants: [{ role: 'responder', fleets: ['checkout'] }],
    });
    const [kept] = await database.query<{ hash: string }>('select hash from sessions');
    expect(set).not.toContain(kept?.hash);
  });

  it.each(['nonce', 'audience', 'key'] as const)('lets nobody in by a token with another %s', async (how) => {
    const tested = app();
    issuer.spoil(how);
    expect((await signIn(tested, ada())).status).toBe(401);
    expect(await database.query('select 1 from sessions')).toEqual([]);
  });

  it('lets nobody in who began in another browser, comes twice, or has no verified address', async () => {
    const tested = app();
    const begun = await tested.ask('/sign-in');
    const back = issuer.authorise(begun.headers.get('location') ?? '', ada());
    const path = back.pathname + back.search;
    expect((await tested.ask(path)).status).toBe(401);
    const headers = { cookie: cookieIn(begun) };
    expect((await tested.ask(path, { headers })).status).toBe(200);
    expect((await tested.ask(path, { headers })).status).toBe(401);
    expect((await signIn(tested, { ...ada(), email_verified: false })).status).toBe(401);
  });

  it('lets nobody in who may do nothing', async () => {
    expect((await signIn(app(), { ...ada(), groups: ['cooks'] })).status).toBe(403);
    expect(await database.query('select 1 from sessions')).toEqual([]);
  });

  it('takes orders from our own pages alone', async () => {
    const tested = app();
    const { order } = asking(tested, cookieIn(await signIn(tested, ada())));
    const kill = { fleet: 'checkout', agent: 'worker-3' };
    expect((await order('kill', kill, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await order('kill', kill, { 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await order('kill', kill)).status).toBe(201);
    expect(tested.published).toMatchObject([{ orderedBy: { kind: 'person', id: 'ada@example.org' } }]);
  });

  it('wants a fresh step before it lets an agent off, and takes the issuer at its word for it', async () => {
    const tested = app();
    const clear = { fleet: 'checkout', agent: 'worker-3' };
    const stale = { ...ada(), auth_time: nowS() - 3_600 };
    for (const person of [stale, { ...ada(), auth_time: undefined } as never]) {
      const refused = await asking(tested, cookieIn(await signIn(tested, person))).order('clear', clear);
      expect([refused.status, await refused.json()]).toEqual([
        403,
        expect.objectContaining({ freshStepNeeded: true }),
      ]);
    }
    const asked = new URL((await tested.ask('/sign-in?fresh')).headers.get('location') ?? '');
    expect([asked.searchParams.get('prompt'), asked.searchParams.get('max_age')]).toEqual(['login', '300']);
    expect((await signIn(tested, stale, '/sign-in?fresh')).status).toBe(401);
    const fresh = cookieIn(await signIn(tested, ada(), '/sign-in?fresh'));
    expect((await asking(tested, fresh).order('clear', clear)).status).toBe(201);
  });

  it('has a second person confirm, where four eyes are asked for', async () => {
    const tested = app(true);
    const cookie = cookieIn(await signIn(tested, ada()));
    const asked = await asking(tested, cookie).order('clear', { fleet: 'checkout', agent: 'worker-3' });
    expect(asked.status).toBe(202);
    const { approval } = (await asked.json()) as { approval: string };
    const confirm = (by: string) =>
      tested.ask(`/api/v1/approvals/${approval}/confirm`, {
        method: 'POST',
        headers: { cookie: by, 'sec-fetch-site': 'same-origin' },
      });
    expect((await confirm(cookie)).status).toBe(403);
    expect(tested.published).toEqual([]);
    const boss = cookieIn(await signIn(tested, { ...ada(), email: 'boss@example.org', groups: [] }));
    expect((await confirm(boss)).status).toBe(201);
    expect((await confirm(boss)).status).toBe(201);
    expect(tested.published.map(({ type }) => type)).toEqual(['agent.cleared']);
  });

  it('ends with the session', async () => {
    const tested = app();
    const cookie = cookieIn(await signIn(tested, ada()));
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    expect((await tested.ask('/api/v1/sign-out', { method: 'POST', headers })).status).toBe(200);
    expect((await tested.ask('/api/v1/me', { headers })).status).toBe(401);
    const page = await tested.ask('/');
    expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in']);
  });
});
