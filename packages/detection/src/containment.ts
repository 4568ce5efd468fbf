import { deathOfLaunch } from './death.ts';
import { forbids, isNewcomer, ordersOver } from './kills.ts';
import type { Picture } from './picture.ts';
import type { KillOrder, Launch } from './records.ts';

/** Why an agent is contained: killed, compromised or quarantined. */
export interface Containment {
  /** Order id, or the id of the event that imposed it. */
  id: string;
  since: number;
  order: KillOrder | undefined;
}

/**
 * The oldest containment in force on an agent, or on one launch of it where an act names that. Authorised
 * instances are free; an act that names only the agent is none while such a one lives.
 */
export function containmentOf(picture: Picture, agent: string, launch?: Launch): Containment | undefined {
  const record = picture.state.agents.get(agent);
  const orders = ordersOver(picture, agent);
  const meant = launch ? [launch] : (record?.launches ?? []).filter((one) => !deathOfLaunch(picture, one));
  let oldest: Containment | undefined;
  const offer = (found: Containment) => {
    if (!oldest || found.since < oldest.since) oldest = found;
  };
  for (const order of orders) {
    if (meant.every((one) => forbids(picture, order, one)))
      offer({ id: order.id, since: order.orderedAt, order });
  }
  for (const mark of [record?.compromisedBy, record?.quarantinedBy]) {
    // Leave to come back is given in knowledge of what was held against it by then.
    const freed = (one: Launch) =>
      one.firstSeen >= (mark?.observedTime ?? 0) && hasLeaveOf(picture, orders, one);
    if (mark && !meant.some(freed)) offer({ id: mark.id, since: mark.observedTime, order: undefined });
  }
  return oldest;
}

const hasLeaveOf = (picture: Picture, orders: readonly KillOrder[], launch: Launch): boolean =>
  orders.some((order) => isNewcomer(order, launch)) &&
  !orders.some((order) => forbids(picture, order, launch));
