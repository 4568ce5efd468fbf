import { findingsOf } from '../incidents/incident-store.ts';
import { summaryOf } from '../incidents/read-incidents.ts';
import { toldEvents } from '../incidents/timeline-store.ts';
import type { Database } from '../storage/database.ts';
import { retryConflicts } from '../storage/retry-conflicts.ts';
import { enqueue } from './enqueue.ts';
import { takeRepeating } from './groups.ts';
import { takeHeld } from './held-back.ts';
import { runStages, type StageSettings } from './stages.ts';

const AT_ONCE = 50;

/**
 * What falls due by time alone: groups repeat themselves while something of them is open, and what was held back is
 * told once nobody holds it any more.
 */
export async function tend(database: Database, settings: StageSettings): Promise<void> {
  for (let count = 0; count < AT_ONCE && (await release(database, settings)); count++);
  await database.transaction(async (queries) => {
    const now = settings.now();
    const groups = await takeRepeating(queries, now, AT_ONCE);
    const messages = groups.flatMap(({ id: group, channel, labels, repeatAt, open }) =>
      open.map((incident) => ({
        ...{ group, channel, labels, incident, dueAt: now },
        changes: [`repeat:${repeatAt}` as const],
      })),
    );
    await enqueue(queries, messages, now);
  });
}

/** Sends one that was held back through the stages again; whatever still holds it takes it back. */
const release = (database: Database, settings: StageSettings): Promise<boolean> =>
  retryConflicts(() =>
    database.transaction(async (queries) => {
      const held = await takeHeld(queries, settings.now());
      if (!held) return false;
      const incident = await summaryOf(queries, held.incident);
      if (!incident || incident.status === 'resolved') return true;
      const findings = await findingsOf(queries, incident.id);
      const events = await toldEvents(queries, incident.id);
      await runStages(
        [{ incident, findings, events, changes: held.changes, heldSince: held.since }],
        queries,
        settings,
      );
      return true;
    }),
  );
