import { matchesPrincipal } from '@mortsafe/agent-events';
import { defineRule } from '@mortsafe/detection';
import { orderEvidence } from './phrases.ts';
import { doerOf } from './voice.ts';

const HOUR_MS = 3_600_000;

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
      key: [agent, by.id, Math.floor(fleet.now / HOUR_MS)],
      severity: 'medium',
      subject: agent,
      actor,
      summary: `${by.id} suppressed the telemetry of ${agent}: ${how}`,
      evidence: [...(order ? orderEvidence(order) : []), event],
      ...(order && { order }),
    };
  },
});
