import type { EventOf, KillLevel } from '@mortsafe/agent-events';
import { WHOLE_FLEET } from '../shielding/containment.ts';
import { type Queries, storable } from '../storage/database.ts';

/** One launch of an agent, as a credential and the agent itself name it. */
export interface Launched {
  fleet: string;
  agent: string;
  instance: string;
}

/** An order that the agent is not to outlive. */
export interface KillInForce {
  id: string;
  level: KillLevel;
  /** Epoch milliseconds, by our clock. */
  recordedAt: number;
  deadLine: number;
}

const KILLS_MAX = 20;

/**
 * The kills in force on each of these, the newest first: orders from the control door that name the agent, its fleet or
 * its instance, or that reach it by lineage, and that nothing has ended. A kill that nobody ordered here, but that a
 * person carried out on the platform, is not among them.
 *
 * @returns For each that was asked for, in this order.
 */
export async function killsInForce(queries: Queries, asked: readonly Launched[]): Promise<KillInForce[][]> {
  if (asked.length === 0) return [];
  // No operator looks into the documents: names of agents may hold what PostgreSQL takes for broken.
  const rows = await queries.query<Row>(
    `with asked as (
       select * from unnest($1::text[], $2::text[]) with ordinality as asked (fleet, agent, place)
     ), meant as (
       select place, containments.order_id as id from asked
       join containments on containments.fleet = asked.fleet and containments.agent in (asked.agent, '${WHOLE_FLEET}')
       where containments.state = 'killed' and ended_at is null
       union
       select null, orders.id from orders where fleet in (select fleet from asked)
         and rescinded_at is null and orders.state <> 'writing' and event::text like '%"scope":"instance"%'
     )
     select place::integer, orders.id, event, recorded_at as "recordedAt"
     from meant join orders on orders.id = meant.id
     where rescinded_at is null and not exists (
       select 1 from order_states where whole and order_states.fleet = orders.fleet
         and order_states.order_id = orders.id and document::text not like '%"ended":null%')
     order by recorded_at desc, orders.id desc`,
    [asked.map(({ fleet }) => storable(fleet)), asked.map(({ agent }) => storable(agent))],
  );
  const kills = asked.map((): KillInForce[] => []);
  const launches = Map.groupBy(asked.keys(), (place) => asked[place]?.instance);
  for (const { place, id, event, recordedAt } of rows) {
    const named = (event.target.instances ?? []).flatMap((instance) => launches.get(instance) ?? []);
    const meant = place === null ? named.filter((each) => mayMean(event, asked[each])) : [place - 1];
    for (const each of meant) {
      const of = kills[each];
      if (!of || of.some((known) => known.id === id) || of.length >= KILLS_MAX) continue;
      of.push({ id, level: event.level, recordedAt, deadLine: recordedAt + event.deadline });
    }
  }
  return kills;
}

interface Row {
  /** Null where it names instances, of whomever. */
  place: number | null;
  id: string;
  event: EventOf<'kill.ordered'>;
  recordedAt: number;
}

const mayMean = ({ scope, fleet, agent }: EventOf<'kill.ordered'>, asked: Launched | undefined): boolean =>
  scope === 'instance' && fleet === asked?.fleet && (agent === undefined || agent === asked.agent);
