import { type AgentEvent, matchesPrincipal, type Principal } from '@mortsafe/agent-events';
import { type Queries, storable, wholeMs } from '../storage/database.ts';
import { noteChanges } from '../stream/stream-log.ts';
import type { KillInForce } from './kills-in-force.ts';

/** That an agent may be brought back although a kill is in force. Times are epoch milliseconds. */
export interface RelaunchLeave {
  fleet: string;
  agent: string;
  givenAt: number;
  notBefore: number;
  notAfter: number;
  /** Null: every order before it. */
  orders: readonly string[] | null;
  /** Principal globs; null: anybody. */
  launchers: readonly string[] | null;
}

/** Keeps what an authorisation allows; twice is once. What comes by another door than the control door is none. */
export async function keepLeave(queries: Queries, event: AgentEvent): Promise<void> {
  if (event.type !== 'relaunch.authorised' || event.origin !== 'control') return;
  const { id, fleet, agent, observedTime, notBefore, notAfter, orders, launchers } = event;
  await queries.query(
    `insert into relaunch_leaves (id, fleet, agent, given_at, not_before, not_after, orders, launchers)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing`,
    [
      ...[id, fleet, agent].map(storable),
      ...[observedTime, notBefore, notAfter].map(wholeMs),
      orders?.map(storable) ?? null,
      launchers?.map(storable) ?? null,
    ],
  );
  // What contains the agent holds less of it now: whoever waits for its orders is told.
  await noteChanges(queries, [{ kind: 'containment', about: agent, fleets: [fleet] }]);
}

/** Whether any leave has opened or ended after one time and until another: nobody does anything then. */
export async function haveLeavesTurned(queries: Queries, after: number, until: number): Promise<boolean> {
  const rows = await queries.query(
    `select 1 from relaunch_leaves
     where (not_before > $1 and not_before <= $2) or (not_after > $1 and not_after <= $2) limit 1`,
    [wholeMs(after), wholeMs(until)],
  );
  return rows.length > 0;
}

/** What is open now to these agents. */
export const openLeaves = (
  queries: Queries,
  agents: readonly { fleet: string; agent: string }[],
  now: number,
): Promise<RelaunchLeave[]> =>
  queries.query<RelaunchLeave>(
    `select distinct on (leaves.id) leaves.fleet, leaves.agent, given_at as "givenAt", not_before as "notBefore",
       not_after as "notAfter", orders, launchers
     from unnest($1::text[], $2::text[]) as asked (fleet, agent)
     join relaunch_leaves as leaves on leaves.fleet = asked.fleet and leaves.agent = asked.agent
     where not_before <= $3 and not_after > $3`,
    [agents.map(({ fleet }) => storable(fleet)), agents.map(({ agent }) => storable(agent)), wholeMs(now)],
  );

/**
 * Whether a leave lifts a kill for a launch.
 *
 * @param launcher - Undefined: nobody knows who launches; the detector judges who it was.
 */
export const isLiftedBy = (
  leave: RelaunchLeave,
  { id, recordedAt }: Pick<KillInForce, 'id' | 'recordedAt'>,
  launcher?: Principal,
): boolean =>
  (leave.orders === null ? leave.givenAt >= recordedAt : leave.orders.includes(id)) &&
  (leave.launchers === null || launcher === undefined || matchesPrincipal(leave.launchers, launcher));
