import type { Context } from 'hono';
import { setCookie } from 'hono/cookie';
import { sessionCookieOf } from '../access/authenticate.ts';
import type { Grant } from '../access/roles.ts';
import { openSession } from '../access/session-store.ts';
import { appendAudit } from '../audit/audit-store.ts';
import type { Database } from '../storage/database.ts';

const HOUR_MS = 3_600_000;
/** A working day. Who may only look stays for a month. */
const SESSION_MS = 12 * HOUR_MS;
const ONLOOKER_MS = 30 * 24 * HOUR_MS;

export interface LetInOptions {
  database: Database;
  secureCookie: boolean;
  now(): number;
}

export interface NewSession {
  person: string;
  grants: readonly Grant[];
  /** Null where nobody is known by name. */
  freshAt: number | null;
  /** For the audit trail: `link`, `oidc`. */
  by: string;
}

/** Opens a session for a browser and hands it the cookie, which no script can read and no other site can send. */
export async function letIn(
  context: Context,
  { person, grants, freshAt, by }: NewSession,
  { database, secureCookie, now }: LetInOptions,
): Promise<void> {
  const createdAt = now();
  const looksOnly = grants.every(({ role }) => role === 'viewer');
  const expiresAt = createdAt + (looksOnly ? ONLOOKER_MS : SESSION_MS);
  const secret = await database.transaction(async (queries) => {
    const opened = await openSession(queries, { person, grants: [...grants], createdAt, expiresAt, freshAt });
    const change = { by, grants };
    const act = {
      by: `person:${person}`,
      action: 'session.opened',
      about: `person:${person}`,
      fleet: null,
      change,
    };
    await appendAudit(queries, [act], createdAt);
    return opened;
  });
  setCookie(context, sessionCookieOf(secureCookie), secret, {
    ...{ httpOnly: true, sameSite: 'Strict', secure: secureCookie, path: '/' },
    maxAge: Math.floor((expiresAt - createdAt) / 1_000),
  });
}
