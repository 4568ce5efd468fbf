import {
  type AuditAnchor,
  type AuditCheck,
  type AuditEntry,
  AuditWalk,
  anchorText,
  openPostgres,
  parseAnchor,
  readable,
  timeWords,
  verifyAudit,
} from '@mortsafe/soc-alerting';
import { type AuditAsked, auditEntries, wholeTrail } from '../audit-client.ts';
import type { DoorOptions } from '../config/door-location.ts';
import { loadSettings } from '../config/settings.ts';
import { controlDoor } from '../control-door.ts';
import { CannotRun, type ExitCode, type Io } from '../io.ts';
import { table } from '../table.ts';

export interface AuditListOptions extends DoorOptions, AuditAsked {
  limit?: number;
  json?: boolean;
}

export interface AuditVerifyOptions extends DoorOptions {
  anchor?: string[];
  json?: boolean;
}

const LIMIT = 50;
const CHANGE_CHARS_MAX = 200;

/** Lists who did what, the newest first. */
export async function auditList(options: AuditListOptions, io: Io): Promise<ExitCode> {
  const { about, by, action, fleet, limit = LIMIT } = options;
  const asked = Object.fromEntries(
    Object.entries({ about, by, action, fleet }).filter(([, value]) => value !== undefined),
  );
  const entries = await auditEntries(controlDoor(options, io), asked, limit);
  if (options.json) for (const entry of entries) io.stdout(`${JSON.stringify(entry)}\n`);
  else if (entries.length === 0) io.stdout('Nothing of that stands in the audit trail.\n');
  else io.stdout(table([['ENTRY', 'WHEN', 'WHO', 'WHAT', 'ABOUT', 'CHANGE'], ...entries.map(row)]));
  return 0;
}

const row = ({ sequence, recordedAt, by, action, about, change }: AuditEntry): string[] => [
  String(sequence),
  timeWords(recordedAt),
  readable(by),
  readable(action),
  readable(about),
  readable(JSON.stringify(change), CHANGE_CHARS_MAX),
];

/**
 * Checks the whole audit trail: code 1 where it does not hold. Reads a PostgreSQL that is configured itself, so that
 * nobody has to be believed; the embedded database belongs to the running process, which is asked for every entry.
 */
export async function auditVerify(options: AuditVerifyOptions, io: Io): Promise<ExitCode> {
  const anchors = (options.anchor ?? []).map((text) => {
    const anchor = parseAnchor(text);
    if (!anchor) throw new CannotRun(`--anchor ${text}: an anchor looks like 42: and 64 digits of hash`);
    return anchor;
  });
  const check = await checked(options, anchors, io);
  if (options.json) io.stdout(`${JSON.stringify(check)}\n`);
  else io.stdout(told(check));
  return check.breaks.length > 0 ? 1 : 0;
}

async function checked(
  options: AuditVerifyOptions,
  anchors: readonly AuditAnchor[],
  io: Io,
): Promise<AuditCheck> {
  const { postgres } = loadSettings(options, { cwd: io.cwd, env: io.env });
  if (postgres) {
    const { url, schema } = postgres;
    const database = await openPostgres({ url, connections: 1, ...(schema !== undefined && { schema }) });
    return verifyAudit(database, anchors).finally(() => database.close());
  }
  const { head, entries } = await wholeTrail(controlDoor(options, io));
  const walk = new AuditWalk(anchors);
  for (const entry of entries) walk.take({ ...entry, change: JSON.stringify(entry.change) });
  const newest = entries.at(-1)?.sequence ?? 0;
  return walk.finish(head ?? { sequence: 0, hash: '' }, newest);
}

function told({ breaks, entries, first, anchor }: AuditCheck): string {
  if (breaks.length > 0) {
    const places = breaks.map(({ sequence, reason }) => `  entry ${sequence}: ${reason}\n`).join('');
    return `THE AUDIT TRAIL IS BROKEN, in ${breaks.length} places:\n${places}`;
  }
  if (!anchor) return 'The audit trail is empty, and nothing is missing.\n';
  return (
    `The audit trail holds: ${entries} entries, from ${first} to ${anchor.sequence}.\n` +
    `Keep its anchor elsewhere, and give it to --anchor next time:\n${anchorText(anchor)}\n`
  );
}
