import type { Finding } from '@mortsafe/agent-events';
import type { Told } from '../channels/channel.ts';
import type { Change } from '../incidents/changes.ts';
import type { KeptFinding } from '../incidents/incident.ts';
import { findingsOf } from '../incidents/incident-store.ts';
import { summaryOf } from '../incidents/read-incidents.ts';
import { severityRank } from '../incidents/summarise.ts';
import { timelineOf, toldEvents } from '../incidents/timeline-store.ts';
import type { Database, Queries } from '../storage/database.ts';
import { retryConflicts } from '../storage/retry-conflicts.ts';
import { presentIncident } from '../story/present-incident.ts';
import { untell } from './dedup.ts';
import { groupFlushed } from './groups.ts';
import { changesOf, type IncidentNews, nextToFlush, type OutboxEntry } from './outbox.ts';
import { isQuiet, type Route, routeDefaults } from './routing.ts';
import { quietStages, runStages, type StageSettings } from './stages.ts';

const STORIES_MAX = 20;
const MINUTE_MS = 60_000;

/**
 * Settles what the next message that waited long enough says; false where none has. Silences and inhibition are asked
 * once more: an outage is often found after the first of its gaps.
 */
export function flushNext(database: Database, settings: StageSettings): Promise<boolean> {
  const flush = async (queries: Queries): Promise<boolean> => {
    const now = settings.now();
    const entry = await nextToFlush(queries, now);
    if (!entry) return false;
    const route = await routeOf(queries, entry, settings);
    if (route && isQuiet(route, now)) {
      // It goes on gathering, and leaves with the minute in which the route may be heard again.
      await queries.query('update notifications set due_at = $2 where id = $1', [
        entry.id,
        Math.floor(now / MINUTE_MS + 1) * MINUTE_MS,
      ]);
      return true;
    }
    const told: Told[] = [];
    for (const news of entry.news) {
      const one = await tell(queries, news, settings, settings.wantFindings?.has(entry.channel) ?? false);
      if (one) told.push(one);
    }
    told.sort((one, other) => severityRank(other.story.severity) - severityRank(one.story.severity));
    const [lead, ...others] = told;
    if (lead) await settleText(queries, entry, { lead, others, now, route });
    else await queries.query('delete from notifications where id = $1', [entry.id]);
    return true;
  };
  return retryConflicts(() => database.transaction(flush));
}

async function routeOf(queries: Queries, { group }: OutboxEntry, { routing }: StageSettings) {
  const [row] = await queries.query<{ route: string }>(
    'select route from notification_groups where id = $1',
    [group],
  );
  return row && routing.route(row.route);
}

/** What there is to tell of one incident now; undefined where nothing is. */
async function tell(
  queries: Queries,
  { incident: id, changes }: IncidentNews,
  settings: StageSettings,
  whole: boolean,
): Promise<Told | undefined> {
  const incident = await summaryOf(queries, id);
  // Nobody heard of it, and it is dealt with.
  if (!incident || (incident.status === 'resolved' && changes.includes('opened'))) return undefined;
  const findings = await findingsOf(queries, id);
  const events = await toldEvents(queries, id);
  const [heard] = await runStages([{ incident, findings, events, changes }], queries, settings, quietStages);
  const left = heard?.changes ?? [];
  if (left.length < changes.length) {
    await untell(
      queries,
      id,
      changes.filter((change) => !left.includes(change)),
    );
  }
  if (left.length === 0) return undefined;
  const story = presentIncident(incident, findings, events, settings.pageUrl(), settings.commandLine);
  return { story, changes: left, ...(whole && { findings: await concerned(queries, id, findings, left) }) };
}

const FINDINGS_MAX = 20;

/** The findings that the changes are about, with their evidence as the timeline has it. */
async function concerned(
  queries: Queries,
  incident: string,
  findings: readonly KeptFinding[],
  changes: readonly Change[],
): Promise<Finding[]> {
  const rules = changes.map((change) => /^(?:rule|again):([^:]*)/.exec(change)?.[1]);
  const about = findings.filter(({ rule }) => rules.includes(undefined) || rules.includes(rule));
  const timeline = new Map((await timelineOf(queries, incident)).map(({ event }) => [event.id, event]));
  return about.slice(0, FINDINGS_MAX).map((finding) => ({
    ...finding,
    evidenceEvents: finding.evidence.flatMap((id) => timeline.get(id) ?? []),
  }));
}

async function settleText(
  queries: Queries,
  entry: OutboxEntry,
  text: { lead: Told; others: readonly Told[]; now: number; route: Route | undefined },
): Promise<void> {
  const { lead, others, now } = text;
  const changes = changesOf(
    [lead, ...others].map(({ story, changes }) => ({ incident: story.incident, changes: [...changes] })),
  );
  await queries.query(
    `update notifications set state = 'sending', due_at = $2, incident = $3, story = $4::json, others = $5::json,
       changes = $6::json, findings = $7::json where id = $1`,
    [
      entry.id,
      now,
      lead.story.incident,
      JSON.stringify(lead.story),
      JSON.stringify(others.slice(0, STORIES_MAX - 1)),
      JSON.stringify(changes),
      lead.findings ? JSON.stringify(lead.findings) : null,
    ],
  );
  await groupFlushed(queries, entry.group, {
    severity: severityRank(lead.story.severity),
    now,
    repeatAt: now + (text.route ?? routeDefaults).repeatIntervalMs,
  });
}
