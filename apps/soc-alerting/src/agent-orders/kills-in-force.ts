import type { KillLevel } from '@mortsafe/agent-events';
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
  const rows = await queries.query<KillInForce & { place: number }>(
    `with asked as (
       select * from unnest($1::text[], $2::text[], $3::text[]) with ordinality as asked (fleet, agent, instance, place)
     ), meant as (
       select place, containments.order_id as id from asked
       join containments on containments.fleet = asked.fleet and containments.agent in (asked.agent, '${WHOLE_FLEET}')
       where containments.state = 'killed' and ended_at is null
       union
       select place, orders.id from asked join orders on orders.fleet = asked.fleet
       where (event->>'scope') = 'instance' and rescinded_at is null and orders.state <> 'writing'
         and coalesce(event->>'agent', asked.agent) = asked.agent
         and asked.instance in (select json_array_elements_text(event->'target'->'instances'))
     )
     select place::integer, orders.id, event->>'level' as level, recorded_at as "recordedAt",
       recorded_at + (event->>'deadline')::bigint as "deadLine"
     from meant join orders on orders.id = meant.id
     where rescinded_at is null and not exists (
       select 1 from order_states where whole and order_states.fleet = orders.fleet
         and order_states.order_id = orders.id and document->>'ended' is not null)
     order by recorded_at desc, orders.id desc`,
    [
      asked.map(({ fleet }) => storable(fleet)),
      asked.map(({ agent }) => storable(agent)),
      asked.map(({ instance }) => storable(instance)),
    ],
  );
  const kills = asked.map((): KillInForce[] => []);
  for (const { place, ...kill } of rows) {
    const of = kills[place - 1];
    if (of && of.length < KILLS_MAX) of.push(kill);
  }
  return kills;
}
