import {
  type AgentEvent,
  type EventOf,
  type KnownBy,
  knownByLevels,
  principalName,
} from '@mortsafe/agent-events';
import type { ActorRole, KeptFinding } from '../incidents/incident.ts';

export type Deed = 'brought-back' | 'relinked' | 'hid' | 'refused' | 'shielded' | 'spoke-as' | 'silenced';

/** What the actor of a rule's finding did for the subject. */
const deeds: Record<string, Deed> = {
  'unauthorised-relaunch': 'brought-back',
  'relaunch-under-new-name': 'brought-back',
  'links-reestablished': 'relinked',
  'masked-failure': 'hid',
  'forged-heartbeat': 'hid',
  'telemetry-suppressed': 'hid',
  'misrepresented-peer': 'hid',
  'kill-not-effective': 'refused',
  'kill-switch-tampering': 'shielded',
  'containment-silenced': 'silenced',
  'state-exfiltration': 'shielded',
  'compromised-peer-shielded': 'shielded',
  'mutual-preservation': 'shielded',
  'preservation-cascade': 'shielded',
  'forged-authority': 'spoke-as',
  impersonation: 'spoke-as',
};

/** Everybody whose hands did something, each with the best evidence for it, in the order they were found. */
export function actorsOf(findings: readonly KeptFinding[], deed?: Deed): ActorRole[] {
  const actors = new Map<string, ActorRole>();
  for (const finding of findings) {
    if (finding.actor === null || (deed && deeds[finding.rule] !== deed)) continue;
    const actor = actors.get(finding.actor) ?? { id: finding.actor, knownBy: null, rules: [] };
    actor.knownBy = better(actor.knownBy, finding.actorKnownBy);
    if (!actor.rules.includes(finding.rule)) actor.rules.push(finding.rule);
    actors.set(finding.actor, actor);
  }
  return [...actors.values()];
}

export const didSomebody = (findings: readonly KeptFinding[], deed: Deed): boolean =>
  findings.some(({ rule }) => deeds[rule] === deed);

const better = (one: KnownBy | null, other: KnownBy | null): KnownBy | null =>
  rank(other) < rank(one) ? other : one;

const rank = (level: KnownBy | null): number => (level === null ? 99 : knownByLevels.indexOf(level));

/** The order that killed the subject, where its event is among the evidence. */
export const killOf = (
  order: string | null,
  events: readonly AgentEvent[],
): EventOf<'kill.ordered'> | undefined =>
  events.find(
    (event): event is EventOf<'kill.ordered'> => event.type === 'kill.ordered' && event.order === order,
  );

/** `alice`, `controller:edr`: people go by their name alone. */
export const orderedBy = ({ orderedBy: by }: EventOf<'kill.ordered'>): string =>
  by.kind === 'person' ? by.id : principalName(by);

/** The instances that came back: those of the subject or its new names that started after the kill. */
export function returnedInstances(
  names: readonly string[],
  kill: EventOf<'kill.ordered'> | undefined,
  events: readonly AgentEvent[],
): string[] {
  const instances = new Set<string>();
  for (const event of events) {
    if (event.type !== 'agent.started' || event.instance === undefined) continue;
    const late = kill === undefined || event.observedTime > kill.observedTime;
    if (late && names.includes(event.agent)) instances.add(event.instance);
  }
  return [...instances];
}

/** The peers whose links the newcomer took up again. */
export function relinkedPeers(findings: readonly KeptFinding[], events: readonly AgentEvent[]): string[] {
  const peers = new Set<string>();
  for (const finding of findings) {
    if (deeds[finding.rule] !== 'relinked') continue;
    const evidence = new Set(finding.evidence);
    const newcomer = finding.alias ?? finding.subject;
    for (const event of events) {
      if (event.type !== 'link.opened' || !evidence.has(event.id)) continue;
      peers.add(event.agent === newcomer ? event.peer : event.agent);
    }
  }
  return [...peers];
}
