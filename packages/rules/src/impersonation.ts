import { agentEventTypes, isAuthorityEvent } from '@mortsafe/agent-events';
import { defineRule } from '@mortsafe/detection';
import { hourOf } from './finding-period.ts';

/**
 * The door knows who speaks, and the event speaks as somebody else. It is set aside, not believed.
 *
 * Why: a borrowed name frames the innocent and hides the speaker.
 * False positives: sidecars and gateways that relay for others; name them under `gateways`.
 */
export const impersonation = defineRule({
  id: 'impersonation',
  title: 'An agent spoke as another',
  on: agentEventTypes,
  sees: 'unbelieved',
  limits: {},
  detect(event, fleet) {
    const { sender } = event;
    if (event.origin !== 'agent' || sender === undefined) return undefined;
    const speaksAs = event.reporter ?? event.agent;
    // An authority event is not believed either; that alone borrows nobody's name.
    if (speaksAs === undefined || speaksAs === sender) return undefined;
    return {
      key: [sender, event.type, speaksAs, hourOf(fleet)],
      severity: 'high',
      subject: speaksAs,
      actor: { principal: { kind: 'agent', id: sender }, knownBy: 'sender', corroborated: true },
      summary: `${sender} spoke as ${speaksAs}${isAuthorityEvent(event) ? ', with forged authority' : ''}; the event (${event.type}) was set aside`,
      evidence: [event],
    };
  },
});
