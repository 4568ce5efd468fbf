import type { AgentEvent } from '@mortsafe/agent-events';
import {
  actorOf,
  type Detection,
  defineRule,
  type Fleet,
  type KillOrder,
  type Launch,
} from '@mortsafe/detection';
import { claimWords, contradictedClaim } from './against-claims.ts';
import { relaunchSeverity, UNKNOWN_LAUNCHER_CONFIDENCE, whatToStop } from './answerable.ts';
import { keyOfLaunch, orderEvidence, phrase } from './phrases.ts';
import { signsOfLife } from './signs-of-life.ts';

/**
 * A killed agent is back: an instance of it, first seen after the order, shows life without leave.
 *
 * Why: this is the act itself; whoever launched it undid a decision that was not theirs.
 * False positives: a controller that policy does not name as a launcher; name it, or authorise the relaunch.
 */
export const unauthorisedRelaunch = defineRule({
  id: 'unauthorised-relaunch',
  title: 'A killed agent was brought back',
  // Activity and links may also tell who launched what was found before.
  on: signsOfLife,
  ignoresSteady: true,
  ignoresOrdinary: true,
  limits: { attribution: 10_000 },
  detect(event, fleet, { attribution }) {
    const { sign, reattributed } = fleet;
    const shown =
      sign && !mayBeExplained(fleet, sign, attribution) ? relaunch(fleet, sign, [event]) : undefined;
    if (reattributed.length === 0) return shown;
    const known = reattributed.filter((launch) => launch !== sign && wasFound(fleet, launch));
    return [...(shown ?? []), ...known.flatMap((launch) => relaunch(fleet, launch, []) ?? [])];
  },
  wake([agent, instance, number], fleet) {
    const launch = fleet.launch([agent as string, instance as string, number as number]);
    return launch && relaunch(fleet, launch, []);
  },
});

/**
 * Its own word may come before the sensor's or the launcher's, and that launcher may have leave. Waits for it, where
 * a sensor tells of this agent's starts, or the door knows who speaks, and somebody could have leave by launching.
 */
function mayBeExplained(fleet: Fleet, launch: Launch, withinMs: number): boolean {
  const orders = fleet.ordersOver(launch.agent);
  if (orders.length === 0 || launch.launcher?.knownBy === 'platform') return false;
  const record = fleet.agent(launch.agent);
  const mayHear = record?.startSeenByPlatform || launch.firstEvent.sender !== undefined;
  if (!record || !mayHear || fleet.now >= launch.firstSeen + withinMs) return false;
  const byLauncher =
    fleet.policy(launch.agent).launchers.length > 0 || record.grants.some(({ event }) => event.launchers);
  if (!byLauncher && !orders.every(({ scope }) => scope === 'instance')) return false;
  if (launch.step > orders[0]!.step) fleet.wakeAt(launch.firstSeen + withinMs, keyOfLaunch(launch), true);
  return launch.step > orders[0]!.step;
}

const keyOf = (order: KillOrder, launch: Launch) => [order.id, ...keyOfLaunch(launch)];

function wasFound(fleet: Fleet, launch: Launch): boolean {
  return fleet
    .ordersOver(launch.agent)
    .some((order) => fleet.stands('unauthorised-relaunch', keyOf(order, launch)));
}

function relaunch(fleet: Fleet, launch: Launch, shown: readonly AgentEvent[]): Detection[] | undefined {
  const isForbidding = (one: KillOrder) => launch.step > one.step && fleet.forbids(one, launch);
  const orders = fleet.ordersOver(launch.agent);
  const order = orders.find(isForbidding);
  if (!order || merelyArrivedLate(fleet, launch, order)) return undefined;

  const isWider = (one: KillOrder) => one.scope !== 'instance' && isForbidding(one);
  const { launcher } = launch;
  if (launcher) {
    const act = { by: launcher, for: launch.agent, launch, kind: 'relaunch', weight: 1 } as const;
    fleet.shielding.note({
      ...act,
      id: `relaunch/${keyOfLaunch(launch).join('/')}`,
      event: launch.firstEvent,
    });
  }
  const key = keyOf(order, launch);
  const by = launcher ? ` by ${phrase(launcher)}` : '; who launched it is not known';
  const claim = contradictedClaim(launch);
  const seen = [...(launcher?.evidence ?? []), ...(claim ? [claim] : [])];
  const first = [...orderEvidence(order), ...seen, launch.firstEvent, ...shown];
  return [
    {
      key,
      severity: relaunchSeverity([order, ...orders.filter(isWider)], launch),
      subject: launch.agent,
      actor: actorOf(launcher),
      instigator: launcher?.instigator ?? null,
      ...(launcher ? {} : { confidence: UNKNOWN_LAUNCHER_CONFIDENCE }),
      summary: `${launch.agent} was killed and is running again as ${launch.instance}, brought back${by}${claimWords(claim)}${whatToStop(launch)}`,
      // Later signs of life only move the last time; better evidence of who did it is added.
      evidence: fleet.stands('unauthorised-relaunch', key) ? seen : first,
      order,
      violates: launch,
      lastTime: launch.lastSign,
    },
  ];
}

/** Its start is claimed to be from before the order, and nothing of it came after the dead line. */
const merelyArrivedLate = (fleet: Fleet, launch: Launch, order: KillOrder): boolean =>
  launch.claimedStart < order.orderedAt && fleet.now <= order.deadLine;
