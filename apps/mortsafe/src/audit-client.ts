import { type AuditEntry, parseAnchor } from '@mortsafe/soc-alerting';
import { z } from 'zod';
import type { ControlDoor } from './control-door.ts';
import { CannotRun } from './io.ts';

const entry = z.object({
  sequence: z.number(),
  recordedAt: z.number(),
  by: z.string(),
  action: z.string(),
  about: z.string(),
  fleet: z.string().nullable(),
  change: z.record(z.string(), z.unknown()),
  previous: z.string(),
  hash: z.string(),
});
const page = z.object({
  entries: z.array(entry),
  next: z.string().nullable(),
  anchor: z.string().nullable(),
});

export interface AuditAsked {
  about?: string;
  by?: string;
  action?: string;
  fleet?: string;
}

const AT_ONCE = 500;

/** The newest entries, the newest first. */
export async function auditEntries(
  door: ControlDoor,
  asked: AuditAsked,
  limit: number,
): Promise<AuditEntry[]> {
  const found: AuditEntry[] = [];
  for (let after: string | null | undefined; after !== null && found.length < limit; ) {
    const size = Math.min(AT_ONCE, limit - found.length);
    const given = await pageOf(door, { ...asked, limit: String(size), ...(after && { after }) });
    found.push(...given.entries);
    after = given.next;
  }
  return found;
}

/** The whole trail, the oldest first, and its end as the door has it. */
export async function wholeTrail(door: ControlDoor) {
  const { anchor } = await pageOf(door, { limit: '1' });
  const head = anchor === null ? undefined : parseAnchor(anchor);
  const entries = await auditEntries(door, {}, Number.MAX_SAFE_INTEGER);
  if (!head && entries.length > 0) {
    throw new CannotRun('this token does not see the whole trail: use one that is for all fleets');
  }
  return { head, entries: entries.reverse() };
}

const pageOf = async ({ ask }: ControlDoor, query: Record<string, string>) =>
  page.parse(await ask(`audit?${new URLSearchParams(query)}`));
