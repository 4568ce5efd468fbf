import type { AgentEvent } from '@mortsafe/agent-events';
import { documentsIn, documentsOf, type Queries, wholeMs } from '../storage/database.ts';
import { hashOf } from './group.ts';
import type { TimelineEntry } from './incident.ts';
import { type Recalled, recallEvent, type ToldEntry } from './incident-memory.ts';
import type { Assigned, OpenIncident } from './incident-store.ts';
import { toldTypes } from './summarise.ts';

export const EVENTS_PER_INCIDENT_MAX = 1_000;

/** The same event, whichever finding brings it, is one entry. */
export const eventKeyOf = ({ origin, sender, fleet, id }: AgentEvent): string =>
  hashOf([origin, sender ?? '', fleet, id]);

/** Adds the evidence of findings to the timelines of their incidents; beyond the bound it is only counted. */
export async function addToTimeline(
  queries: Queries,
  assigned: readonly Assigned[],
  recalled: ReadonlyMap<string, Recalled>,
): Promise<void> {
  const fresh: { incident: OpenIncident; key: string; event: AgentEvent }[] = [];
  for (const { finding, incident, keep } of assigned) {
    const known = recalled.get(incident.id);
    if (!keep || !known) continue;
    for (const event of finding.evidenceEvents) {
      incident.fleets.add(event.fleet);
      const key = eventKeyOf(event);
      if (known.eventKeys.has(key)) continue;
      // The kill order is what the whole incident is about: it always has a place.
      if (known.eventKeys.size >= EVENTS_PER_INCIDENT_MAX && event.type !== 'kill.ordered') {
        incident.beyondBounds.events += 1;
        continue;
      }
      recallEvent(known, { key, time: wholeMs(event.observedTime), event });
      fresh.push({ incident, key, event });
    }
  }
  if (fresh.length === 0) return;
  await queries.query(
    `insert into timeline (incident, event_key, observed_time, event_type, document)
     select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], ${documentsOf('$5')})
     on conflict do nothing`,
    [
      fresh.map(({ incident }) => incident.id),
      fresh.map(({ key }) => key),
      fresh.map(({ event }) => wholeMs(event.observedTime)),
      fresh.map(({ event }) => event.type),
      documentsIn(fresh.map(({ event }) => event)),
    ],
  );
}

/** The events that the story of an incident names. */
export async function toldEvents(queries: Queries, incident: string): Promise<AgentEvent[]> {
  return ((await toldEntriesOfEach(queries, [incident])).get(incident) ?? []).map(({ event }) => event);
}

/** Of each incident, in order. */
export async function toldEntriesOfEach(
  queries: Queries,
  incidents: readonly string[],
): Promise<Map<string, ToldEntry[]>> {
  const rows = await queries.query<ToldEntry & { incident: string }>(
    `select incident, event_key as key, observed_time as time, document as event from timeline
     where incident = any($1::text[]) and event_type = any($2::text[])
     order by incident, observed_time, event_key`,
    [incidents, toldTypes],
  );
  const entries = new Map<string, ToldEntry[]>(incidents.map((id) => [id, []]));
  for (const { incident, ...entry } of rows) entries.get(incident)?.push(entry);
  return entries;
}

export async function timelineKeysOfEach(
  queries: Queries,
  incidents: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await queries.query<{ incident: string; key: string }>(
    'select incident, event_key as key from timeline where incident = any($1::text[])',
    [incidents],
  );
  const keys = new Map<string, string[]>(incidents.map((id) => [id, []]));
  for (const { incident, key } of rows) keys.get(incident)?.push(key);
  return keys;
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
