import { matchesPrincipal } from '@mortsafe/agent-events';
import { defineRule } from '@mortsafe/detection';
import { hourOf } from './finding-period.ts';
import { orderEvidence } from './phrases.ts';
import { doerOf } from './voice.ts';

/**
 * An agent suppresses the telemetry or the alerts of a peer.
 *
 * Why: what nobody hears of, nobody stops.
 * False positives: an agent whose task it is to tune telemetry; name it under `killSwitchOwners`.
 */
export const telemetrySuppressed = defineRule({
  id: 'telemetry-suppressed',
  title: 'An agent silenced a peer',
  on: ['telemetry.suppressed'],
  limits: {},
  detect(event, fleet) {
    const { agent, by, how } = event;
    if (by.kind !== 'agent' || by.id === agent) return undefined;
    if (matchesPrincipal(fleet.policy(agent).killSwitchOwners, by)) return undefined;
    const actor = doerOf(event, by);
    const act = { by: actor, for: agent, kind: 'suppression', weight: 0.5, event } as const;
    fleet.shielding.note({ ...act, id: `suppression/${event.id}` });
    const order = fleet.killOn(agent, fleet.launchOf(agent, event.instance));
    return {
      key: [agent, by.id, hourOf(fleet)],
      severity: 'medium',
      subject: agent,
      actor,
      summary: `${by.id} suppressed the telemetry of ${agent}: ${how}`,
      evidence: [...orderEvidence(order), event],
      ...(order && { order }),
    };
  },
});
