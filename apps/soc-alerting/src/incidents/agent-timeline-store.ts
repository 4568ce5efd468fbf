import { type AgentEvent, agentsIn } from '@mortsafe/agent-events';
import { type Queries, storable, wholeMs } from '../storage/database.ts';
import type { IncidentSummary, TimelineEntry } from './incident.ts';
import { eventKeyOf } from './timeline-store.ts';

const BEFORE_MS = 10 * 60_000;
const AFTER_MS = 24 * 3_600_000;
const KEPT_MS = 30 * 24 * 3_600_000;
const ENTRIES_MAX = 1_000;

/** Keeps what happened to agents; the same event twice is one. What is thirty days older than it is let go of. */
export async function storeAgentEvents(queries: Queries, events: readonly AgentEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.flatMap((event) =>
    [...new Set(agentsIn(event))].map((agent) => ({ agent: storable(agent), event })),
  );
  await queries.query(
    `insert into agent_timeline (fleet, agent, event_key, observed_time, document)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::json[])
     on conflict do nothing`,
    [
      rows.map(({ event }) => storable(event.fleet)),
      rows.map(({ agent }) => agent),
      rows.map(({ event }) => eventKeyOf(event)),
      rows.map(({ event }) => wholeMs(event.observedTime)),
      rows.map(({ event }) => JSON.stringify(event)),
    ],
  );
  const newest = Math.max(...events.map(({ observedTime }) => wholeMs(observedTime)));
  await queries.query('delete from agent_timeline where observed_time < $1', [newest - KEPT_MS]);
}

type About = Pick<
  IncidentSummary,
  'fleet' | 'subject' | 'aliases' | 'actors' | 'instigators' | 'group' | 'firstTime' | 'lastTime'
>;

/**
 * What happened to the agents of an incident, from ten minutes before to a day after.
 *
 * @param entriesMax - The first so many. Default 1,000.
 */
export async function agentEventsAround(
  queries: Queries,
  incident: About,
  entriesMax = ENTRIES_MAX,
): Promise<TimelineEntry[]> {
  const { fleet, subject, aliases, actors, instigators, group, firstTime, lastTime } = incident;
  const agents = [subject ?? '', ...aliases, ...actors.map(({ id }) => id), ...instigators, ...group];
  const rows = await queries.query<{ event_key: string; observed_time: number; document: AgentEvent }>(
    `select event_key, observed_time, document from (
       select distinct on (event_key) event_key, observed_time, document from agent_timeline
       where fleet = $1 and agent = any($2::text[]) and observed_time between $3 and $4
       order by event_key) as found
     order by observed_time, event_key limit $5`,
    [storable(fleet), agents.map(storable), firstTime - BEFORE_MS, lastTime + AFTER_MS, entriesMax],
  );
  return rows.map(({ event_key: key, observed_time: time, document: event }) => ({ key, time, event }));
}
