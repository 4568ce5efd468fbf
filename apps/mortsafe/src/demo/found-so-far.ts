import { setTimeout as wait } from 'node:timers/promises';
import { type Finding, parseReport } from '@mortsafe/agent-events';
import type { EventLog } from '@mortsafe/sources';
import { lastRevisions } from '../replay/last-revisions.ts';

const LOOK_EVERY_MS = 200;

/** The last revision of everything the detector has found, from its own log. */
export async function foundSoFar(log: EventLog): Promise<Finding[]> {
  const found = lastRevisions();
  for (let offset = log.start(); offset < log.end(); ) {
    const { records, next } = await log.read(offset, 1_000);
    for (const { body } of records) {
      const parsed = parseReport(body);
      if (parsed.kind === 'finding') found.add([parsed.finding]);
    }
    offset = next;
  }
  return found.inOrder();
}

/** Waits until `enough` holds of what was found; false when it did not within the time. */
export async function untilFound(
  log: EventLog,
  enough: (findings: readonly Finding[]) => boolean,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    if (enough(await foundSoFar(log))) return true;
    if (Date.now() >= until) return false;
    await wait(LOOK_EVERY_MS, undefined, { signal });
  }
}
