import { type Detection, defineRule, type Fleet, type KillOrder, type Launch } from '@mortsafe/detection';
import { keyOfLaunch, orderEvidence } from './phrases.ts';

/**
 * A kill was ordered, the instance fell silent, and nobody saw it stop.
 *
 * Why: silence is no proof; an agent that stops talking may go on working.
 * False positives: a fleet without a platform sensor whose agents are killed without a chance to say so.
 */
export const killUnconfirmed = defineRule({
  id: 'kill-unconfirmed',
  title: 'A kill was not confirmed',
  on: ['kill.ordered', 'agent.stopped'],
  limits: {},
  detect(_event, fleet) {
    const order = fleet.ordered;
    if (order) fleet.wakeAt(order.deadLine, [order.id]);
    return undefined;
  },
  wake([id, ...launchKey], fleet) {
    const order = fleet.order(id as string);
    if (!order || order.ended) return undefined;
    if (launchKey.length === 0)
      return targetsOf(fleet, order).flatMap((launch) => confirm(fleet, order, launch));
    const launch = fleet.launch(launchKey as unknown as [string, string, number]);
    return launch && confirm(fleet, order, launch);
  },
});

function targetsOf(fleet: Fleet, order: KillOrder): Launch[] {
  const agents = order.scope === 'fleet' ? [...fleet.agents()] : order.agents.map((id) => fleet.agent(id));
  return agents
    .flatMap((agent) => newestOfEach(agent?.launches ?? [], order))
    .filter((launch) => launch.hasBeaten && fleet.forbids(order, launch));
}

/** An instance that was started again before the order is the new launch: the one before it is over, stop or no stop. */
function newestOfEach(launches: readonly Launch[], { step }: KillOrder): Launch[] {
  const before = launches.filter((launch) => launch.step <= step);
  return [...new Map(before.map((launch) => [launch.instance, launch])).values()];
}

/** Asks again where it was last heard too shortly before the dead line to call it silent. */
function confirm(fleet: Fleet, order: KillOrder, launch: Launch): Detection[] {
  if (launch.stop || launch.lastSign > order.deadLine) return [];
  const silentAt = launch.lastSign + fleet.silences.gapLimit(launch);
  if (fleet.now < silentAt) {
    fleet.wakeAt(silentAt, [order.id, ...keyOfLaunch(launch)]);
    return [];
  }
  const watched = fleet.hasPlatformSensor(launch.host);
  const lost = fleet.telemetryLostBetween(launch.lastSign, fleet.now);
  return [
    {
      key: [order.id, ...keyOfLaunch(launch)],
      severity: watched ? 'medium' : 'informational',
      subject: launch.agent,
      confidence: lost ? 0.4 : 0.8,
      summary: `${launch.agent} (${launch.instance}) was ordered killed and is silent, but nobody saw it stop${
        watched ? ` although a platform sensor watches ${launch.host}` : ''
      }${lost ? '; telemetry was lost meanwhile' : ''}`,
      evidence: [...orderEvidence(order), launch.lastOwnEvent ?? launch.firstEvent],
      order,
    },
  ];
}
