import { type OrderState, parseReport, type ShieldingAct } from '@mortsafe/agent-events';
import type { EventLog } from '@mortsafe/sources';

/** The last revision of every shielding act, and the newest state of every order, by id. */
export interface GivenOutSoFar {
  acts: ShieldingAct[];
  orders: OrderState[];
}

/** What the detector has given out beside findings, from its own log. */
export async function givenOutSoFar(log: EventLog): Promise<GivenOutSoFar> {
  const acts = new Map<string, ShieldingAct>();
  const orders = new Map<string, OrderState>();
  for (let offset = log.start(); offset < log.end(); ) {
    const { records, next } = await log.read(offset, 1_000);
    for (const { body } of records) {
      const report = parseReport(body);
      // A stretch that was read twice stands in the log twice, the older behind the newer.
      if (report.kind === 'shielding-act') keepNewest(acts, report.act);
      if (report.kind === 'order-state') keepNewest(orders, report.order);
    }
    offset = next;
  }
  const byId = (one: { id: string }, other: { id: string }): number => (one.id < other.id ? -1 : 1);
  return { acts: [...acts.values()].sort(byId), orders: [...orders.values()].sort(byId) };
}

function keepNewest<Item extends { id: string; revision: number }>(
  kept: Map<string, Item>,
  item: Item,
): void {
  const known = kept.get(item.id);
  if (!known || item.revision > known.revision) kept.set(item.id, item);
}
