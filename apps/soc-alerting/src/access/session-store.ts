import { type Queries, storable } from '../storage/database.ts';
import type { Grant } from './roles.ts';
import { newSecret, secretHash } from './secrets.ts';

/** A browser that was let in. */
export interface Session {
  /** Of its secret. */
  hash: string;
  person: string;
  grants: Grant[];
  createdAt: number;
  expiresAt: number;
  /** When its person last showed who they are; null where nobody is known by name. */
  freshAt: number | null;
}

const SESSIONS_PER_PERSON_MAX = 20;

/** Opens a session and returns its secret, which is stored nowhere. The oldest of too many end. */
export async function openSession(queries: Queries, session: Omit<Session, 'hash'>): Promise<string> {
  const secret = newSecret();
  const { person, grants, createdAt, expiresAt, freshAt } = session;
  await queries.query('delete from sessions where expires_at <= $1', [createdAt]);
  await queries.query(
    `insert into sessions (hash, person, grants, created_at, expires_at, fresh_at)
     values ($1, $2, $3::json, $4, $5, $6)`,
    [secretHash(secret), storable(person), JSON.stringify(grants), createdAt, expiresAt, freshAt],
  );
  await queries.query(
    `delete from sessions where person = $1 and hash not in (
       select hash from sessions where person = $1 order by created_at desc, hash limit $2)`,
    [storable(person), SESSIONS_PER_PERSON_MAX],
  );
  return secret;
}

export async function sessionOf(queries: Queries, secret: string, now: number): Promise<Session | undefined> {
  const [row] = await queries.query<Session>(
    `select hash, person, grants, created_at as "createdAt", expires_at as "expiresAt", fresh_at as "freshAt"
     from sessions where hash = $1 and expires_at > $2`,
    [secretHash(secret), now],
  );
  return row;
}

export const endSession = (queries: Queries, hash: string): Promise<unknown> =>
  queries.query('delete from sessions where hash = $1', [hash]);
