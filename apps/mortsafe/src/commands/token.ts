import { timeWords } from '@mortsafe/soc-alerting/words';
import { z } from 'zod';
import type { DoorOptions } from '../config/door-location.ts';
import { controlDoor } from '../control-door.ts';
import type { ExitCode, Io } from '../io.ts';
import { table } from '../table.ts';

export interface TokenOptions extends DoorOptions {
  role?: string;
  fleet?: string[];
  days?: number;
}

const token = z.object({
  id: z.string(),
  name: z.string(),
  role: z.string(),
  fleets: z.array(z.string()),
  createdBy: z.string(),
  createdAt: z.number(),
  expiresAt: z.number().nullable(),
  revokedAt: z.number().nullable(),
  usedAt: z.number().nullable(),
});

/** Makes a token for a machine and prints it: this once, for only its hash is kept. */
export async function createToken(
  name: string,
  { role = 'viewer', fleet: fleets = ['*'], days: forDays, ...options }: TokenOptions,
  io: Io,
): Promise<ExitCode> {
  const answer = await controlDoor(options, io).ask('tokens', { name, role, fleets, forDays });
  const made = z.object({ token, secret: z.string() }).parse(answer);
  io.stderr(`mortsafe: ${made.token.id}, ${role} in ${fleets.join(', ')}; it is shown this once:\n`);
  io.stdout(`${made.secret}\n`);
  return 0;
}

export async function listTokens(options: DoorOptions, io: Io): Promise<ExitCode> {
  const { tokens } = z.object({ tokens: z.array(token) }).parse(await controlDoor(options, io).ask('tokens'));
  const when = (time: number | null): string => (time === null ? 'never' : timeWords(time));
  const rows = tokens.map(({ id, name, role, fleets, expiresAt, revokedAt, usedAt }) => [
    ...[id, name, role, fleets.join(', '), when(usedAt)],
    revokedAt === null ? when(expiresAt) : `revoked ${timeWords(revokedAt)}`,
  ]);
  const head = ['TOKEN', 'NAME', 'ROLE', 'FLEETS', 'LAST USED', 'ENDS'];
  io.stdout(rows.length === 0 ? 'No machine has a token.\n' : table([head, ...rows]));
  return 0;
}

export async function revokeToken(id: string, options: DoorOptions, io: Io): Promise<ExitCode> {
  await controlDoor(options, io).ask(`tokens/${encodeURIComponent(id)}/revoke`, {});
  io.stdout(`revoked: ${id}\n`);
  return 0;
}
