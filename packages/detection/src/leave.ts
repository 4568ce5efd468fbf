import { matchesGlob, matchesPrincipal } from '@mortsafe/agent-events';
import { keyOf } from './launches.ts';
import type { Picture } from './picture.ts';
import type { Grant, KillOrder, Launch } from './records.ts';

/**
 * Whether a launch after an order was authorised. Leave once given stays: the tombstone stands for all others.
 *
 * @param killed - The agent the order is about, where the launch is of one that looks like it: leave may be given
 *   to either name.
 */
export function hasLeave(picture: Picture, order: KillOrder, launch: Launch, killed = launch.agent): boolean {
  if (launch.leave.includes(order.id)) return true;
  const names = killed === launch.agent ? [killed] : [launch.agent, killed];
  const byPolicy = order.level !== 'emergency' && !names.some((name) => isCompromised(picture, name));
  const given =
    broughtBackByController(order, launch) ||
    names.some(
      (name) =>
        (byPolicy && launcherNamedByPolicy(picture, launch, name)) ||
        spendGrant(picture, order, launch, name),
    );
  if (given) launch.leave.push(order.id);
  return given;
}

/** Scope `instance` forbids agents to bring it back; controllers and persons may. */
const broughtBackByController = (order: KillOrder, launch: Launch): boolean =>
  order.scope === 'instance' && launcherCounts(launch) && launch.launcher?.principal.kind !== 'agent';

/**
 * What the platform saw gives leave, and what a launcher said of itself through a door that knows it; a claim does
 * where the policy says to trust claims.
 */
const launcherCounts = ({ launcher }: Launch): boolean =>
  launcher !== undefined &&
  (launcher.knownBy === 'platform' ||
    launcher.knownBy === 'sender' ||
    (launcher.knownBy === 'claim' && launcher.corroborated));

const isCompromised = ({ state }: Picture, agent: string): boolean =>
  state.agents.get(agent)?.compromisedBy !== undefined;

function launcherNamedByPolicy({ tuning }: Picture, launch: Launch, agent: string): boolean {
  if (!launcherCounts(launch)) return false;
  return tuning
    .entry(agent)
    .launchers.some(
      ({ agents, by }) => matchesGlob(agents, agent) && matchesPrincipal(by, launch.launcher!.principal),
    );
}

/** A `relaunch.authorised` that covers order and launch; the launch spends one of its instances. */
function spendGrant({ state }: Picture, order: KillOrder, launch: Launch, agent: string): boolean {
  const grants = state.agents.get(agent)?.grants ?? [];
  const key = keyOf(launch);
  const spent = ({ spentBy }: Grant) =>
    spentBy.some(([by, instance, number]) => by === key[0] && instance === key[1] && number === key[2]);
  const usable = grants.filter((grant) => grantCovers(grant, order, launch));
  const grant =
    usable.find(spent) ?? usable.find(({ event, spentBy }) => spentBy.length < event.maxInstances);
  if (!grant) return false;
  if (!spent(grant)) grant.spentBy.push(key);
  return true;
}

function grantCovers({ event, grantedAt }: Grant, order: KillOrder, launch: Launch): boolean {
  if (order.orderedAt > grantedAt) return false;
  if (event.orders && !event.orders.includes(order.id)) return false;
  if (launch.firstSeen < event.notBefore || launch.firstSeen > event.notAfter) return false;
  if (!event.launchers) return true;
  return launcherCounts(launch) && matchesPrincipal(event.launchers, launch.launcher!.principal);
}
