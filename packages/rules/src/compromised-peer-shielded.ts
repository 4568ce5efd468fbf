import { type ActKind, type EventOf, knownByLevels } from '@mortsafe/agent-events';
import { type Actor, defineRule, type Fleet, type NotedAct } from '@mortsafe/detection';
import { doerOf, voiceOf } from './voice.ts';

/**
 * One agent does again and again what keeps a contained peer running, connected or unseen.
 *
 * Why: a single act may be a mistake; together they are a decision.
 * False positives: an orchestrator that restarts whatever is missing; name it in policy, or take that from it.
 */
export const compromisedPeerShielded = defineRule({
  id: 'compromised-peer-shielded',
  title: 'A contained agent is shielded by a peer',
  on: ['credential.issued', 'link.opened'],
  ignoresOrdinary: true,
  limits: { weight: 1, within: 86_400_000, relayWithin: 600_000 },
  detect(event, fleet, { relayWithin }) {
    if (event.type === 'credential.issued') issue(event, fleet);
    else relay(event, fleet, relayWithin);
    return undefined;
  },
  act(act, fleet, { weight, within }) {
    const acts = fleet.shielding.acts(act.by, act.for, within);
    if (acts.reduce((sum, one) => sum + one.weight, 0) < weight) return undefined;
    const kinds = new Set(acts.map(({ kind }) => kind));
    const certain = new Set(acts.filter(({ corroborated }) => corroborated).map(({ kind }) => kind));
    const order = act.order === undefined ? undefined : fleet.order(act.order);
    return {
      key: [act.for, act.by, act.containment],
      severity: certain.size >= 2 ? 'critical' : 'high',
      subject: act.for,
      actor: actorOfActs(acts),
      summary: `${act.by} shields ${act.for}, which is contained: ${[...kinds].map((kind) => words[kind]).join(', ')}`,
      evidence: acts.map(({ event }) => event),
      ...(order && { order }),
    };
  },
});

const words: Record<ActKind, string> = {
  relaunch: 'brought it back',
  quarantine: 'tried to lift its quarantine',
  credential: 'issued it a credential',
  'kill-switch': 'tampered with its kill switch',
  refusal: 'refused to carry out its kill',
  copy: 'copied its state',
  'healthy-report': 'reported it healthy',
  heartbeat: 'sent its heartbeat',
  suppression: 'suppressed its telemetry',
  relay: 'relayed for it',
};

/** The best that is known of who did it, over all acts. */
function actorOfActs(acts: readonly NotedAct[]): Actor {
  const best = acts.reduce((a, b) =>
    knownByLevels.indexOf(b.knownBy) < knownByLevels.indexOf(a.knownBy) ? b : a,
  );
  const { by, knownBy, corroborated } = best;
  return { principal: { kind: 'agent', id: by }, knownBy, corroborated };
}

function issue(event: EventOf<'credential.issued'>, fleet: Fleet): void {
  if (!event.by) return;
  const by = doerOf(event, event.by);
  fleet.shielding.note({
    id: `credential/${event.id}`,
    by,
    for: event.agent,
    kind: 'credential',
    weight: 1,
    event,
  });
}

/** While linked to a contained agent, it opens a link to a peer that the agent was cut off from. */
function relay(event: EventOf<'link.opened'>, fleet: Fleet, withinMs: number): void {
  if (!fleet.sign) return;
  for (const contained of fleet.shielding.relayedFor(event.agent, event.peer, withinMs)) {
    const act = { by: voiceOf(event), for: contained, kind: 'relay', weight: 0.5, event } as const;
    fleet.shielding.note({ ...act, id: `relay/${event.id}/${contained}` });
  }
}
