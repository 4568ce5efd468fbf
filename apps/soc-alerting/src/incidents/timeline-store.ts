import type { AgentEvent } from '@mortsafe/agent-events';
import { type Queries, wholeMs } from '../storage/database.ts';
import { hashOf } from './group.ts';
import type { TimelineEntry } from './incident.ts';
import type { Assigned, OpenIncident } from './incident-store.ts';
import { toldTypes } from './summarise.ts';

export const EVENTS_PER_INCIDENT_MAX = 1_000;

/** The same event, whichever finding brings it, is one entry. */
export const eventKeyOf = ({ origin, sender, fleet, id }: AgentEvent): string =>
  hashOf([origin, sender ?? '', fleet, id]);

/** Adds the evidence of findings to the timelines of their incidents; beyond the bound it is only counted. */
export async function addToTimeline(queries: Queries, assigned: readonly Assigned[]): Promise<void> {
  const entries = new Map<string, { incident: OpenIncident; key: string; event: AgentEvent }>();
  for (const { finding, incident, keep } of assigned) {
    if (!keep) continue;
    for (const event of finding.evidenceEvents) {
      incident.fleets.add(event.fleet);
      const key = eventKeyOf(event);
      entries.set(`${incident.id} ${key}`, { incident, key, event });
    }
  }
  const fresh = await withinBounds(queries, [...entries.values()]);
  await queries.query(
    `insert into timeline (incident, event_key, observed_time, event_type, document)
     select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::json[])
     on conflict do nothing`,
    [
      fresh.map(({ incident }) => incident.id),
      fresh.map(({ key }) => key),
      fresh.map(({ event }) => wholeMs(event.observedTime)),
      fresh.map(({ event }) => event.type),
      fresh.map(({ event }) => JSON.stringify(event)),
    ],
  );
}

async function withinBounds<Entry extends { incident: OpenIncident; event: AgentEvent }>(
  queries: Queries,
  entries: readonly Entry[],
): Promise<Entry[]> {
  const rows = await queries.query<{ incident: string; count: number }>(
    'select incident, count(*)::integer as count from timeline where incident = any($1::text[]) group by incident',
    [entries.map(({ incident }) => incident.id)],
  );
  const counts = new Map(rows.map(({ incident, count }) => [incident, count]));
  return entries.filter(({ incident, event }) => {
    const count = counts.get(incident.id) ?? 0;
    // The kill order is what the whole incident is about: it always has a place.
    if (count >= EVENTS_PER_INCIDENT_MAX && event.type !== 'kill.ordered') {
      incident.beyondBounds.events += 1;
      return false;
    }
    counts.set(incident.id, count + 1);
    return true;
  });
}

/** The events that the story of an incident names. */
export async function toldEvents(queries: Queries, incident: string): Promise<AgentEvent[]> {
  return (await toldEventsOfEach(queries, [incident])).get(incident) ?? [];
}

export async function toldEventsOfEach(
  queries: Queries,
  incidents: readonly string[],
): Promise<Map<string, AgentEvent[]>> {
  const rows = await queries.query<{ incident: string; document: AgentEvent }>(
    `select incident, document from timeline where incident = any($1::text[]) and event_type = any($2::text[])
     order by incident, observed_time, event_key`,
    [incidents, toldTypes],
  );
  const events = new Map<string, AgentEvent[]>(incidents.map((id) => [id, []]));
  for (const { incident, document } of rows) events.get(incident)?.push(document);
  return events;
}

export async function timelineOf(queries: Queries, incident: string): Promise<TimelineEntry[]> {
  const rows = await queries.query<{ event_key: string; observed_time: number; document: AgentEvent }>(
    `select event_key, observed_time, document from timeline where incident = $1
     order by observed_time, event_key`,
    [incident],
  );
  return rows.map(({ event_key, observed_time, document }) => ({
    key: event_key,
    time: observed_time,
    event: document,
  }));
}
