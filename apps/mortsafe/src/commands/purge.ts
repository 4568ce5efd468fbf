import { z } from 'zod';
import type { DoorOptions } from '../config/door-location.ts';
import { controlDoor } from '../control-door.ts';
import type { ExitCode, Io } from '../io.ts';

export interface PurgeOptions extends DoorOptions {
  incidentsDays?: number;
  shieldingDays?: number;
  yes?: boolean;
}

const answer = z.object({ purged: z.record(z.string(), z.number()) });
const words: Readonly<Record<string, string>> = {
  incidents: 'resolved incidents, with all that hangs on them',
  acts: 'shielding acts',
  ties: 'links, launches and credentials',
  containments: 'containments that have ended',
  leaves: 'leaves to relaunch that have ended',
  auditEntries: 'entries of the audit trail',
};

/** Says what is over and older than its retention, and deletes it where that is confirmed. */
export async function purge(options: PurgeOptions, io: Io): Promise<ExitCode> {
  const { incidentsDays, shieldingDays, yes = false } = options;
  const asked = { dryRun: !yes, incidentsDays, shieldingDays };
  const { purged } = answer.parse(await controlDoor(options, io).ask('purge', asked));
  const found = Object.entries(purged).filter(([, count]) => count > 0);
  if (found.length === 0) io.stdout('Nothing is over and old enough.\n');
  for (const [kind, count] of found) {
    io.stdout(`${yes ? 'deleted' : 'would delete'} ${count} ${words[kind] ?? kind}\n`);
  }
  if (found.length > 0 && !yes) io.stdout('Nothing was deleted. --yes does it.\n');
  return 0;
}
