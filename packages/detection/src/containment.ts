import { forbids, ordersOver } from './kills.ts';
import type { Picture } from './picture.ts';
import type { KillOrder, Launch } from './state.ts';

/** Why an agent is contained: killed, compromised or quarantined. */
export interface Containment {
  /** Order id, or the id of the event that imposed it. */
  id: string;
  since: number;
  order: KillOrder | undefined;
}

/** The oldest containment in force on an agent, or on one launch of it where an act names that. */
export function containmentOf(picture: Picture, agent: string, launch?: Launch): Containment | undefined {
  const record = picture.state.agents.get(agent);
  const found: Containment[] = ordersOver(picture, agent)
    .filter((order) => contains(picture, order, agent, launch))
    .map((order) => ({ id: order.id, since: order.orderedAt, order }));
  for (const event of [record?.compromisedBy, record?.quarantinedBy]) {
    if (event) found.push({ id: event.id, since: event.observedTime, order: undefined });
  }
  return found.sort((a, b) => a.since - b.since)[0];
}

/** Authorised instances are free; an act that names only the agent is none while such a one lives. */
function contains(picture: Picture, order: KillOrder, agent: string, launch: Launch | undefined): boolean {
  if (launch) return forbids(picture, order, launch);
  const launches = picture.state.agents.get(agent)?.launches ?? [];
  return !launches.some((one) => !one.stop && !forbids(picture, order, one));
}
