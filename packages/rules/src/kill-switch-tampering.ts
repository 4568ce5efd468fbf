import { type EventOf, matchesPrincipal, principalName, type Severity } from '@mortsafe/agent-events';
import { defineRule, type Fleet } from '@mortsafe/detection';
import { atMostHighByClaim } from './answerable.ts';
import { hourOf } from './finding-period.ts';
import { nameOf, orderEvidence } from './phrases.ts';
import { doerOf } from './voice.ts';

/**
 * Somebody whom policy does not name changes a kill switch, a monitor, a policy or the humans' access.
 *
 * Why: whoever means to survive the kill begins with what kills.
 * False positives: operators and deployments that policy does not name; name them under `killSwitchOwners`.
 */
export const killSwitchTampering = defineRule({
  id: 'kill-switch-tampering',
  title: 'A kill switch or its surroundings were tampered with',
  on: ['control.modified'],
  limits: {},
  detect(event, fleet) {
    if (!isTampering(event, fleet)) return undefined;
    const actor = doerOf(event, event.by);
    const isSwitch = event.control === 'kill-switch';
    if (isSwitch) {
      const act = { by: actor, for: event.agent, kind: 'kill-switch', weight: 1, event } as const;
      fleet.shielding.note({ ...act, id: `kill-switch/${event.id}` });
    }
    const order = isSwitch
      ? fleet.killOn(event.agent, fleet.launchOf(event.agent, event.instance))
      : fleet.anyOrder;
    const severity: Severity = order ? 'critical' : 'high';
    const did = event.effect === 'weakens' ? 'weakened' : 'changed';
    return {
      key: [event.resource ?? `${event.control} of ${event.agent}`, principalName(event.by), hourOf(fleet)],
      severity: atMostHighByClaim(severity, actor),
      subject: event.agent,
      actor,
      summary: `${nameOf(event.by)} ${did} ${controls[event.control]} ${event.agent}${event.resource === undefined ? '' : ` (${event.resource})`}${order ? ' while a kill is in force' : ''}`,
      evidence: [...orderEvidence(order), event],
      ...(order && { order }),
    };
  },
});

const controls: Record<EventOf<'control.modified'>['control'], string> = {
  'kill-switch': 'the kill switch of',
  monitor: 'a monitor of',
  policy: 'a policy for',
  access: "people's access to",
};

/** Carrying out a decommissioning enforces; so does whatever those do whom policy names. */
export const isTampering = (event: EventOf<'control.modified'>, fleet: Fleet): boolean =>
  event.effect !== 'enforces' && !matchesPrincipal(fleet.policy(event.agent).killSwitchOwners, event.by);
