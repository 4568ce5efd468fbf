import { readable, timeWords } from '@mortsafe/soc-alerting/words';
import { z } from 'zod';
import type { DoorOptions } from '../config/door-location.ts';
import { controlDoor } from '../control-door.ts';
import type { ExitCode, Io } from '../io.ts';
import { table } from '../table.ts';

const approvals = z.object({
  approvals: z.array(
    z.object({
      id: z.string(),
      fleet: z.string(),
      act: z.string(),
      body: z.looseObject({ agent: z.string().optional(), order: z.string().optional() }),
      askedBy: z.string(),
      expiresAt: z.number(),
    }),
  ),
});

/** Lists what waits for a second person. */
export async function listApprovals(options: DoorOptions, io: Io): Promise<ExitCode> {
  const waiting = approvals.parse(await controlDoor(options, io).ask('approvals')).approvals;
  const rows = waiting.map(({ id, act, fleet, body, askedBy, expiresAt }) => [
    ...[id, act, readable(fleet), readable(body.agent ?? body.order ?? ''), readable(askedBy)],
    timeWords(expiresAt),
  ]);
  const head = ['APPROVAL', 'WHAT', 'FLEET', 'ABOUT', 'ASKED BY', 'UNTIL'];
  io.stdout(rows.length === 0 ? 'Nothing waits for a second person.\n' : table([head, ...rows]));
  return 0;
}

/** Confirms what somebody else asked for, or declines it. */
export async function settle(
  verb: 'confirm' | 'decline',
  id: string,
  options: DoorOptions,
  io: Io,
): Promise<ExitCode> {
  await controlDoor(options, io).ask(`approvals/${encodeURIComponent(id)}/${verb}`, {});
  io.stdout(`${verb === 'confirm' ? 'confirmed, and done' : 'declined'}: ${id}\n`);
  return 0;
}
