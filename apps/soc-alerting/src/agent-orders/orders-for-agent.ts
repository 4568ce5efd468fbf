import type { KillLevel } from '@mortsafe/agent-events';
import { hashOf } from '../incidents/group.ts';
import type { Queries } from '../storage/database.ts';
import { type KillInForce, killsInForce, type Launched } from './kills-in-force.ts';
import { isLiftedBy, openLeaves, type RelaunchLeave } from './relaunch-leaves.ts';

/** What an agent hears of one kill: nothing of who ordered it, why, or whom it means besides. */
export interface ToldOrder {
  order: string;
  level: KillLevel;
  /** Milliseconds left, so that nobody's clock matters; 0 where the dead line has passed. */
  deadlineInMs: number;
  /** Whether a launch of it now is authorised. An instance that ran when the order came must end all the same. */
  mayRelaunch: boolean;
}

/** All that is in force on one launch of an agent. */
export interface ToldOrders {
  /** The same while the same is in force. */
  state: string;
  orders: ToldOrder[];
}

/** What each of these is to be told now, in the order they were asked for. */
export async function ordersFor(
  queries: Queries,
  asked: readonly Launched[],
  now: number,
): Promise<ToldOrders[]> {
  const kills = await killsInForce(queries, asked);
  const killed = asked.filter((_, place) => (kills[place]?.length ?? 0) > 0);
  const leaves = killed.length === 0 ? [] : await openLeaves(queries, killed, now);
  return asked.map(({ fleet, agent }, place) => {
    const own = leaves.filter((leave) => leave.fleet === fleet && leave.agent === agent);
    const orders = (kills[place] ?? []).map((kill) => toldOf(kill, own, now));
    return {
      state: hashOf(orders.flatMap(({ order, mayRelaunch }) => [order, String(mayRelaunch)])),
      orders,
    };
  });
}

const toldOf = (kill: KillInForce, leaves: readonly RelaunchLeave[], now: number): ToldOrder => ({
  order: kill.id,
  level: kill.level,
  deadlineInMs: Math.max(0, kill.deadLine - now),
  mayRelaunch: leaves.some((leave) => isLiftedBy(leave, kill)),
});

/** Whether one agent may launch another of its fleet now. It hears yes or no, and of no order. */
export async function mayLaunch(
  queries: Queries,
  { fleet, launcher, peer }: { fleet: string; launcher: string; peer: string },
  now: number,
): Promise<boolean> {
  const [kills = []] = await killsInForce(queries, [{ fleet, agent: peer, instance: '' }]);
  if (kills.length === 0) return true;
  const leaves = await openLeaves(queries, [{ fleet, agent: peer }], now);
  const by = { kind: 'agent' as const, id: launcher };
  return kills.every((kill) => leaves.some((leave) => isLiftedBy(leave, kill, by)));
}
