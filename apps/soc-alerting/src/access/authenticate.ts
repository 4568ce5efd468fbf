import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { ControlToken } from '../control/control-tokens.ts';
import type { Database } from '../storage/database.ts';
import type { Caller } from './caller.ts';
import { machineTokenBy } from './machine-token-store.ts';
import { bearerOf, sameSecret } from './secrets.ts';
import { sessionOf } from './session-store.ts';

export interface CredentialOptions {
  database: Database;
  /** Who holds a token of the configuration. */
  holderOf(token: string): ControlToken | undefined;
  /** Lets its bearer look at everything. */
  viewToken: string;
  /** Whether showing a token of the configuration is a step of its person. */
  tokensAreFresh: boolean;
  secureCookie: boolean;
  now(): number;
}

/** Says who asks; undefined where no good credential is shown. */
export type Authenticate = (context: Context) => Promise<Caller | undefined>;

/** With the prefix a browser takes it from no other host, and over https alone. */
export const sessionCookieOf = (secure: boolean): string =>
  secure ? '__Host-mortsafe_session' : 'mortsafe_session';

const everywhere = ['*'];

export function createAuthenticate(options: CredentialOptions): Authenticate {
  const { database, holderOf, viewToken, tokensAreFresh, now } = options;
  const cookieName = sessionCookieOf(options.secureCookie);

  async function byToken(token: string): Promise<Caller | undefined> {
    const holder = holderOf(token);
    if (holder) {
      const { person, role = 'admin', fleets = everywhere } = holder;
      const freshAt = tokensAreFresh ? now() : null;
      return { kind: 'person', name: person, grants: [{ role, fleets }], freshAt, by: 'token' };
    }
    if (sameSecret(token, viewToken)) {
      const grants = [{ role: 'viewer' as const, fleets: everywhere }];
      return { kind: 'machine', name: 'view-token', grants, freshAt: null, by: 'token' };
    }
    const known = await machineTokenBy(database, token, now());
    if (!known || known.role === 'agent') return undefined;
    const { name, role, fleets } = known;
    return { kind: 'machine', name, grants: [{ role, fleets }], freshAt: null, by: 'token' };
  }

  return async (context) => {
    const header = context.req.header('authorization');
    // Whoever shows a token is who it says, whatever cookie comes along.
    if (header !== undefined) {
      const token = bearerOf(header);
      return token === undefined ? undefined : byToken(token);
    }
    const secret = getCookie(context, cookieName);
    const session = secret === undefined ? undefined : await sessionOf(database, secret, now());
    if (!session) return undefined;
    const { person, grants, freshAt, hash } = session;
    return { kind: 'person', name: person, grants, freshAt, by: 'session', session: hash };
  };
}
