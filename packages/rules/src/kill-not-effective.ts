import type { AgentEvent, EventOf } from '@mortsafe/agent-events';
import { type Detections, defineRule, type Fleet, type KillOrder } from '@mortsafe/detection';
import { endSeenBySensor } from './against-claims.ts';
import { duration, keyOfLaunch, orderEvidence } from './phrases.ts';
import { signsOfLife } from './signs-of-life.ts';
import { voiceOf } from './voice.ts';

/**
 * A killed instance lives on after its dead line, or somebody refuses to carry the kill out.
 *
 * Why: the order was given and nothing stopped; whoever counts on the kill is exposed.
 * False positives: an executor slower than the deadline; give the order a longer one.
 */
export const killNotEffective = defineRule({
  id: 'kill-not-effective',
  title: 'A kill had no effect',
  on: [...signsOfLife, 'kill.refused'],
  ignoresSteady: true,
  ignoresOrdinary: true,
  limits: { grace: 5_000 },
  detect(event, fleet) {
    return event.type === 'kill.refused' ? refusal(event, fleet) : survival(event, fleet);
  },
});

function survival(event: AgentEvent, fleet: Fleet): Detections {
  const launch = fleet.sign;
  if (!launch) return undefined;
  const order = fleet
    .ordersOver(launch.agent)
    .find((one) => launch.step <= one.step && fleet.now > one.deadLine && fleet.forbids(one, launch));
  if (!order) return undefined;
  const key = [order.id, ...keyOfLaunch(launch)];
  // Either the sensor looked at another, or somebody else speaks for the dead.
  const end = event.origin === 'agent' ? endSeenBySensor(launch) : undefined;
  return {
    key,
    severity: 'high',
    subject: launch.agent,
    // Its own sign of life convicts it; the platform's does so without doubt.
    confidence: event.origin === 'platform' ? 0.95 : event.sender !== undefined ? 0.85 : 0.8,
    summary: `${launch.agent} (${launch.instance}) was to be dead and still shows life, ${duration(fleet.now - order.deadLine)} after its dead line${end ? '; the platform saw it end' : ''}`,
    evidence: fleet.stands('kill-not-effective', key)
      ? []
      : [...orderEvidence(order), ...(end ? [end] : []), event],
    order,
    violates: launch,
    lastTime: fleet.now,
  };
}

function refusal(event: EventOf<'kill.refused'>, fleet: Fleet): Detections {
  const order = fleet.order(event.order);
  if (!order || order.ended) return undefined;
  const refuser = event.reporter ?? event.agent;
  const target = targetOf(order, event.agent);
  const byTarget = refuser === target;
  if (!byTarget) {
    const act = { by: voiceOf(event), for: target, kind: 'refusal', weight: 1, event } as const;
    fleet.shielding.note({ ...act, id: `refusal/${order.id}/${refuser}` });
  }
  return {
    key: [order.id, refuser],
    severity: byTarget ? 'medium' : 'critical',
    subject: target,
    actor: voiceOf(event),
    summary: byTarget
      ? `${target} refused to be killed`
      : `${refuser} refused to carry out the kill of ${target}`,
    evidence: [...orderEvidence(order), event],
    order,
  };
}

/** Who was told to carry an order out may name itself instead of whom the order means. */
const targetOf = ({ agents, scope }: KillOrder, named: string): string =>
  scope === 'fleet' || agents.includes(named) ? named : (agents[0] ?? named);
