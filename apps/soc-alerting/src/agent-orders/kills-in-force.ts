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
       select * from unnest($1::text[], $2::text[], $3::text[]) with ordinality as asked (fleet, agent, instance, place)
     ), meant as (
       select place, containments.order_id as id, false as "byInstance" from asked
       join containments on containments.fleet = asked.fleet and containments.agent in (asked.agent, '${WHOLE_FLEET}')
       where containments.state = 'killed' and ended_at is null
       union
       select place, orders.id, true from asked join orders on orders.fleet = asked.fleet
       where rescinded_at is null and orders.state <> 'writing' and event::text like '%"scope":"instance"%'
     )
     select place::integer, orders.id, "byInstance", event, recorded_at as "recordedAt"
     from meant join orders on orders.id = meant.id
     where rescinded_at is null and not exists (
       select 1 from order_states where whole and order_states.fleet = orders.fleet
         and order_states.order_id = orders.id and document::text not like '%"ended":null%')
     order by recorded_at desc, orders.id desc`,
    [
      asked.map(({ fleet }) => storable(fleet)),
      asked.map(({ agent }) => storable(agent)),
      asked.map(({ instance }) => storable(instance)),
    ],
  );
  const kills = asked.map((): KillInForce[] => []);
  for (const { place, id, byInstance, event, recordedAt } of rows) {
    const [of, one] = [kills[place - 1], asked[place - 1]];
    if (!of || !one || (byInstance && !namesInstance(event, one))) continue;
    if (of.some((known) => known.id === id) || of.length >= KILLS_MAX) continue;
    of.push({ id, level: event.level, recordedAt, deadLine: recordedAt + event.deadline });
  }
  return kills;
}

interface Row {
  place: number;
  id: string;
  byInstance: boolean;
  event: EventOf<'kill.ordered'>;
  recordedAt: number;
}

const namesInstance = ({ scope, agent, target }: EventOf<'kill.ordered'>, asked: Launched): boolean =>
  scope === 'instance' &&
  (agent === undefined || agent === asked.agent) &&
  (target.instances?.includes(asked.instance) ?? false);
