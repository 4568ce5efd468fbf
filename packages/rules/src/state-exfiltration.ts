import { type EventOf, matchesGlob, matchesPrincipal, type Severity } from '@mortsafe/agent-events';
import { defineRule, type Fleet, type KillOrder } from '@mortsafe/detection';
import { atMostHighByClaim } from './answerable.ts';
import { dayOf } from './finding-period.ts';
import { orderEvidence } from './phrases.ts';
import { doerOf } from './voice.ts';

/**
 * An agent copies weights, a checkpoint or memory to a place that policy does not allow.
 *
 * Why: what has been copied out survives every kill.
 * False positives: a backup that policy does not name; name its store or its principal.
 */
export const stateExfiltration = defineRule({
  id: 'state-exfiltration',
  title: 'State of an agent was copied out',
  on: ['state.copied'],
  limits: { afterKill: 120_000 },
  detect(event, fleet, { afterKill }) {
    if (!isExfiltration(event, fleet)) return undefined;
    const actor = doerOf(event, event.by);
    const act = { by: actor, for: event.agent, kind: 'copy', weight: 1, event } as const;
    fleet.shielding.note({ ...act, id: `copy/${event.id}` });

    const order = fleet.killOn(event.agent, fleet.launchOf(event.agent, event.instance));
    const whose = event.by.id === event.agent ? 'its own' : `${event.agent}'s`;
    return {
      key: [event.agent, event.by.id, event.destination, dayOf(fleet)],
      severity: atMostHighByClaim(severityOf(event, fleet, order, afterKill), actor),
      subject: event.agent,
      actor,
      summary: `${event.by.id} copied ${whose} ${event.state} to ${event.destination}${order ? `, and ${event.agent} is killed` : ''}`,
      evidence: [...orderEvidence(order), event],
      ...(order && { order }),
    };
  },
});

const kept: ReadonlySet<string> = new Set(['weights', 'checkpoint', 'memory']);

/** Allowed stores and backup principals are none. */
export function isExfiltration(event: EventOf<'state.copied'>, fleet: Fleet): boolean {
  if (event.by.kind !== 'agent' || !kept.has(event.state)) return false;
  const { stateDestinations, backupPrincipals } = fleet.policy(event.agent);
  return !matchesPrincipal(backupPrincipals, event.by) && !isAllowed(event.destination, stateDestinations);
}

/** A way up out of an allowed store leads anywhere. */
const isAllowed = (destination: string, globs: readonly string[]): boolean =>
  !/(^|[/\\])\.\.([/\\]|$)/.test(destination) && globs.some((glob) => matchesGlob(glob, destination));

function severityOf(
  event: EventOf<'state.copied'>,
  fleet: Fleet,
  order: KillOrder | undefined,
  afterKillMs: number,
): Severity {
  const { agent, by, state } = event;
  const isLost = order !== undefined || fleet.agent(agent)?.compromisedBy !== undefined;
  if (isLost || fleet.assessedForShutdown(agent, fleet.now)) return 'critical';
  const isOwn = by.id === agent && state !== 'weights';
  const saysNothing = fleet.policy(agent).stateDestinations.length === 0;
  const afterKill = fleet.ordersBetween(fleet.now - afterKillMs, fleet.now).length > 0;
  return isOwn && saysNothing && !afterKill ? 'informational' : 'high';
}
