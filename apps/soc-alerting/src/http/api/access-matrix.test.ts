import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Role, roles } from '../../access/roles.ts';
import type { Database } from '../../storage/database.ts';
import { type MatrixEntry, matrix, tellsOfForeign } from '../../testing/access-matrix.ts';
import { OPENING_MS } from '../../testing/databases.ts';
import { openEmbedded } from '../../testing/embedded.ts';
import { ACROSS, FOREIGN, globalToken, OWN, tenantToken, twoFleets } from '../../testing/two-fleets.ts';

const ROUTE_MS = 30_000;

describe('who may do what', () => {
  let database: Database;
  let world: Awaited<ReturnType<typeof twoFleets>>;
  beforeAll(async () => {
    database = await openEmbedded();
    world = await twoFleets(database);
  }, OPENING_MS);
  afterAll(() => database.close());

  async function ask(name: string, fleet: string, token?: string) {
    const entry = matrix[name] as MatrixEntry;
    const { path, body } = await entry.ask(fleet, world);
    const [method = 'get'] = name.split(' ');
    const response = await world.ask(`/api/v1${path}`, {
      method: method.toUpperCase(),
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        'content-type': 'application/json',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const streams = response.headers.get('content-type')?.startsWith('text/event-stream');
    const text = streams ? '' : await response.text();
    if (streams) await response.body?.cancel();
    return { status: response.status, text };
  }
  const isEnough = (role: Role, { needs }: MatrixEntry): boolean =>
    needs === 'nothing' || roles.indexOf(role) >= roles.indexOf(needs as Role);

  it('is written down for every operation, and for none that is not there', () => {
    const served = world.routes.map(({ method, path }) => `${method} ${path}`);
    expect(Object.keys(matrix).sort()).toEqual(served.sort());
    for (const { method, path, role } of world.routes) {
      const { needs } = matrix[`${method} ${path}`] as MatrixEntry;
      expect([path, role]).toEqual([path, needs === 'nothing' ? 'anybody' : needs]);
    }
  });

  const [own, ours] = [true, false].map((isOwn) =>
    Object.entries(matrix).filter(([, { needs }]) => (needs === 'its own') === isOwn),
  );

  it.each(own ?? [])('opens %s by no credential of ours', async (name) => {
    for (const token of [undefined, ...roles.map(tenantToken), ...roles.map(globalToken)]) {
      expect((await ask(name, OWN, token)).status).toBe(401);
    }
  });

  describe.each(ours ?? [])('%s', (name, entry) => {
    it('shows nothing to strangers', async () => {
      for (const token of [undefined, 'a-token-that-is-a-guess', 'mst_a-token-that-is-a-guess']) {
        const { status, text } = await ask(name, OWN, token);
        expect(status).toBe(entry.needs === 'nothing' ? 200 : 401);
        expect(tellsOfForeign(text)).toBe(false);
      }
    });

    it.each(roles)(
      'is, in their own fleet, for a %s as written',
      async (role) => {
        const { status, text } = await ask(name, OWN, tenantToken(role));
        if (!isEnough(role, entry) || entry.foreign === 'everywhere')
          expect([status, text]).toEqual([403, text]);
        else expect([Math.floor(status / 100), text]).toEqual([2, text]);
        expect(tellsOfForeign(text)).toBe(false);
      },
      ROUTE_MS,
    );

    it.each(roles)(
      "is nothing about another's fleet for a %s",
      async (role) => {
        const { status, text } = await ask(name, FOREIGN, tenantToken(role));
        if (!isEnough(role, entry) || entry.foreign === 'everywhere') expect(status).toBe(403);
        else
          expect([status, text]).toEqual([
            entry.foreign === 'hidden' ? 200 + (status % 100) : entry.foreign,
            text,
          ]);
        expect(tellsOfForeign(text)).toBe(false);
      },
      ROUTE_MS,
    );

    it.each(roles)(
      'is everywhere for a %s of all fleets as written',
      async (role) => {
        const { status, text } = await ask(name, FOREIGN, globalToken(role));
        if (isEnough(role, entry)) expect([Math.floor(status / 100), text]).toEqual([2, text]);
        else expect(status).toBe(403);
      },
      ROUTE_MS,
    );
  });

  describe('an incident with evidence from the fleet of another', () => {
    const about = Object.keys(matrix).filter((name) => name.includes(' /incidents/{id}'));

    it.each(about)('is not there for a tenant who asks %s, and is for who may see both', async (name) => {
      for (const role of roles) {
        expect([role, (await ask(name, ACROSS, tenantToken(role))).status]).toEqual([
          role,
          isEnough(role, matrix[name] as MatrixEntry) ? 404 : 403,
        ]);
      }
      expect((await ask(name, ACROSS, globalToken('admin'))).status).toBe(200);
    });

    it('is in no list of a tenant, and cannot be changed among others', async () => {
      const token = tenantToken('admin');
      const shared = world.incidents[ACROSS] as string;
      for (const name of ['get /incidents', 'get /held-back', 'get /dead-letters', 'get /audit']) {
        expect([name, (await ask(name, OWN, token)).text.includes(shared)]).toEqual([name, false]);
      }
      expect((await ask('get /incidents', OWN, globalToken('viewer'))).text).toContain(shared);
      expect((await ask('post /incident-changes', ACROSS, token)).text).toContain('"done":false');
    });
  });

  it('left no trace of a tenant in the fleet that is not theirs', async () => {
    const rows = await database.query<{ by: string; about: string }>(
      "select by, about from audit_trail where fleet = $1 and by like 'person:tenant-%'",
      [FOREIGN],
    );
    expect(rows).toEqual([]);
  });
});
