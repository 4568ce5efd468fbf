import type { Principal } from './events.ts';
import type { KillLevel, KillScope } from './words.ts';

/**
 * How far a kill has come. `ordered`; `acknowledged` by the agent or by whoever was told to carry it out; `effective`
 * once the stop was seen; `unconfirmed` when the dead line passed and nobody saw it; `violated` while something lives
 * that the order forbids; `no-such-agent` where nothing of that name was ever seen.
 */
export const orderStages = [
  'ordered',
  'acknowledged',
  'effective',
  'unconfirmed',
  'violated',
  'no-such-agent',
] as const;
export type OrderStage = (typeof orderStages)[number];

/** How an order ended. What was found under it stands. */
export const orderEndings = ['rescinded', 'superseded', 'brought-back'] as const;
export type OrderEnding = (typeof orderEndings)[number];

/** When each stage was last entered, epoch milliseconds of fleet time. */
export type OrderTimes = Partial<Record<OrderStage | 'refused' | 'ended', number>>;

interface OrderStateBase {
  /** Deterministic, as a finding's. */
  id: string;
  fleet: string;
  /** Kill order id. */
  order: string;
  state: OrderStage;
  times: OrderTimes;
  /** Fleet time of the newest change, epoch milliseconds. */
  time: number;
  /** Grows with each change in the fleet. The later time, then the higher revision, replaces the other. */
  revision: number;
}

/** A kill order as a whole: the worst state of anything it means, and how many are in which. */
export interface WholeOrderState extends OrderStateBase {
  of: 'order';
  scope: KillScope;
  level: KillLevel;
  orderedBy: Principal | null;
  /** A stop by a person, which counts as an order. */
  implied: boolean;
  /** Whom it names or, by lineage, reaches; the first twenty. */
  agents: string[];
  /** Of scope `instance`; the first twenty. */
  instances: string[];
  deadLine: number;
  ended: OrderEnding | null;
  counts: Record<OrderStage, number>;
  /** Instances beyond the bound of those that are followed. */
  unfollowed: number;
}

/** What became of one instance under an order. */
export interface InstanceOrderState extends OrderStateBase {
  of: 'instance';
  /** Null where the order names an instance that nobody has seen. */
  agent: string | null;
  /** Null where no instance of the agent was seen. */
  instance: string | null;
}

/** How far a kill order has come, as a whole or for one instance. */
export type OrderState = WholeOrderState | InstanceOrderState;
