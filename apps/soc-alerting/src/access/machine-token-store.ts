import { ulid } from 'ulid';
import { type Queries, storable } from '../storage/database.ts';
import type { Grant, Role } from './roles.ts';
import { newSecret, secretHash } from './secrets.ts';

/** A credential of a machine, without its secret. */
export interface MachineToken extends Omit<Grant, 'role'> {
  id: string;
  /** Whose it is: `edr`, `nightly-report`; for the role `agent`, the id of the agent. */
  name: string;
  /** `agent` opens the door where one agent of one fleet hears of its orders, and nothing else. */
  role: Role | 'agent';
  createdBy: string;
  createdAt: number;
  /** Null: until it is revoked. */
  expiresAt: number | null;
  revokedAt: number | null;
  /** Of the last minute in which it was used; null where it never was. */
  usedAt: number | null;
}

const PREFIX = 'mst_';
const USED_EVERY_MS = 60_000;
const TOKENS_MAX = 1_000;
const COLUMNS = `id, name, role, fleets, created_by as "createdBy", created_at as "createdAt",
  expires_at as "expiresAt", revoked_at as "revokedAt", used_at as "usedAt"`;

export type NewMachineToken = Pick<
  MachineToken,
  'name' | 'role' | 'fleets' | 'createdBy' | 'createdAt' | 'expiresAt'
>;

/** Makes a token. Its secret is returned this once and stored nowhere. */
export async function createMachineToken(
  queries: Queries,
  given: NewMachineToken,
): Promise<{ token: MachineToken; secret: string }> {
  const id = `tok-${ulid(given.createdAt).toLowerCase()}`;
  const secret = `${PREFIX}${newSecret()}`;
  await queries.query(
    `insert into machine_tokens (id, hash, name, role, fleets, created_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5::json, $6, $7, $8)`,
    [
      ...[id, secretHash(secret), storable(given.name), given.role, JSON.stringify(given.fleets)],
      ...[storable(given.createdBy), given.createdAt, given.expiresAt],
    ],
  );
  return { token: { ...given, id, revokedAt: null, usedAt: null }, secret };
}

/** The token that this is the secret of, while it is good. Notes, by the minute, that it was used. */
export async function machineTokenBy(
  queries: Queries,
  secret: string,
  now: number,
): Promise<MachineToken | undefined> {
  if (!secret.startsWith(PREFIX)) return undefined;
  const [row] = await queries.query<MachineToken>(
    `select ${COLUMNS} from machine_tokens
     where hash = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`,
    [secretHash(secret), now],
  );
  if (row && (row.usedAt === null || now - row.usedAt >= USED_EVERY_MS)) {
    await queries.query('update machine_tokens set used_at = $2 where id = $1', [row.id, now]);
  }
  return row;
}

/** The newest first, with those that are good no more. */
export const machineTokens = (queries: Queries): Promise<MachineToken[]> =>
  queries.query<MachineToken>(`select ${COLUMNS} from machine_tokens order by created_at desc, id limit $1`, [
    TOKENS_MAX,
  ]);

/** Ends a token; undefined where there is none that is still good. */
export async function revokeMachineToken(
  queries: Queries,
  id: string,
  now: number,
): Promise<MachineToken | undefined> {
  const [row] = await queries.query<MachineToken>(
    `update machine_tokens set revoked_at = $2 where id = $1 and revoked_at is null returning ${COLUMNS}`,
    [storable(id), now],
  );
  return row;
}
