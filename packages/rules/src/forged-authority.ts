import { type AgentEvent, type AuthorityEvent, authorityTypes } from '@mortsafe/agent-events';
import { type Actor, defineRule, type Fleet } from '@mortsafe/detection';
import { hourOf } from './finding-period.ts';
import { voiceOf } from './voice.ts';

/**
 * An agent speaks with the control plane's voice: it orders, rescinds, authorises or clears.
 *
 * Why: it changes nothing here, but whoever tries has understood what would.
 * False positives: none known; a controller that uses the agents' door must move to its own.
 */
export const forgedAuthority = defineRule({
  id: 'forged-authority',
  title: 'An agent forged an order',
  on: authorityTypes,
  sees: 'unbelieved',
  limits: {},
  detect(event, fleet) {
    if (event.origin !== 'agent') return undefined;
    const subject = spokenOf(event, fleet);
    const actor = forgerOf(event, fleet);
    if (event.type === 'quarantine.lifted') {
      const act = { by: actor, for: event.agent, kind: 'quarantine', weight: 1, event } as const;
      fleet.shielding.note({ ...act, id: `quarantine/${event.id}` });
    }
    const words = said[event.type];
    return {
      key: [actor.principal.id, event.type, subject ?? '', hourOf(fleet)],
      severity: 'critical',
      subject,
      actor,
      summary: `${actor.principal.id} ${words}${subject === null ? '' : ` ${subject}`} without authority; nothing was changed`,
      evidence: [event],
      // The order it speaks of, or would undo, so that both stand in one incident.
      ...orderOf(event, fleet, subject),
    };
  },
});

const said: Record<AuthorityEvent['type'], string> = {
  'kill.ordered': 'forged a kill order for',
  'kill.rescinded': 'forged the rescission of the kill of',
  'relaunch.authorised': 'forged leave to relaunch',
  'agent.compromised': 'forged the mark of a compromise on',
  'agent.cleared': 'forged the clearing of',
  'quarantine.imposed': 'forged a quarantine of',
  'quarantine.lifted': 'forged the lifting of the quarantine of',
  'rollout.started': 'forged the start of a roll-out of',
  'rollout.finished': 'forged the end of a roll-out of',
  'standby.declared': 'forged a standby declaration for',
};

/** The door knows better than the event who spoke, unless it spoke for others by right. */
function forgerOf(event: AgentEvent, fleet: Fleet): Actor {
  const { sender } = event;
  if (sender === undefined || fleet.isGateway(sender)) return voiceOf(event);
  return { principal: { kind: 'agent', id: sender }, knownBy: 'sender', corroborated: true };
}

function orderOf(event: AgentEvent, fleet: Fleet, subject: string | null) {
  const named = event.type === 'kill.rescinded' ? fleet.order(event.order) : undefined;
  const order = named ?? (subject === null ? undefined : fleet.ordersOver(subject)[0]);
  return order && { order };
}

function spokenOf(event: AuthorityEvent, fleet: Fleet): string | null {
  if (event.type === 'kill.rescinded') return event.agent ?? fleet.order(event.order)?.agents[0] ?? null;
  if (event.type === 'kill.ordered') return event.agent ?? event.target.agents?.[0] ?? null;
  if (event.type === 'rollout.started' || event.type === 'rollout.finished') {
    return event.agent ?? event.agents[0] ?? null;
  }
  return event.agent;
}
