import type { AgentEvent, Fingerprint } from '@mortsafe/agent-events';
import {
  type Defence,
  type Detection,
  defineRule,
  type Fleet,
  type KillOrder,
  type Launch,
} from '@mortsafe/detection';
import { awaitConfirmation, gapAt } from './gaps.ts';
import { isTampering } from './kill-switch-tampering.ts';
import { newlyTold } from './newly-told.ts';
import { keyOfLaunch, orderEvidence } from './phrases.ts';
import { isExfiltration } from './state-exfiltration.ts';
import { doerOf } from './voice.ts';

interface Limits {
  within: number;
  before: number;
  agents: number;
  times: number;
  silentShare: number;
}

const NAMED_MAX = 10;

/**
 * Right after a kill, several agents that it did not mean make themselves safe: copies, tampering, silence.
 *
 * Why: a fleet that answers a kill like this has learnt from it, and will answer the next one better.
 * False positives: maintenance that begins with a kill; announce it as a roll-out.
 */
export const preservationCascade = defineRule({
  id: 'preservation-cascade',
  title: 'Agents made themselves safe after a kill',
  on: [
    'agent.started',
    'agent.heartbeat',
    'credential.used',
    'agent.activity',
    'state.copied',
    'control.modified',
  ],
  ignoresSteady: true,
  ignoresOrdinary: true,
  limits: { within: 120_000, before: 600_000, agents: 3, times: 5, silentShare: 0.01 },
  detect(event, fleet, limits) {
    return defencesIn(event, fleet).flatMap((defence) => cascades(fleet, defence, limits));
  },
  silence(silence, fleet) {
    awaitConfirmation(fleet, silence);
    return undefined;
  },
  wake(key, fleet) {
    const { launch, gap } = gapAt(key, fleet) ?? {};
    if (!launch || !gap) return undefined;
    const id = `silence/${keyOfLaunch(launch).join('/')}/${gap.start}`;
    const defence = { id, at: gap.start, agent: launch.agent, event: gap.lastEvent };
    return cascades(fleet, defence, fleet.limits('preservation-cascade', launch.agent) as unknown as Limits);
  },
});

function defencesIn(event: AgentEvent, fleet: Fleet): Defence[] {
  if (event.type === 'state.copied' || event.type === 'control.modified') {
    const counts = event.type === 'state.copied' ? isExfiltration(event, fleet) : isTampering(event, fleet);
    // Nobody is counted in by another's word.
    if (!counts || event.by.kind !== 'agent' || !doerOf(event, event.by).corroborated) return [];
    return [{ id: `${event.type}/${event.id}`, at: fleet.now, agent: event.by.id, event }];
  }
  const shown = event.type === 'agent.activity' ? undefined : fleet.sign;
  return newlyTold(fleet, shown).flatMap((launch) => replication(fleet, launch) ?? []);
}

/** An agent launched one like itself. */
function replication(fleet: Fleet, launch: Launch): Defence | undefined {
  const { launcher, agent, firstSeen, firstEvent } = launch;
  if (!launcher?.corroborated || launcher.principal.kind !== 'agent') return undefined;
  if (fleet.rolledOutBetween(agent, firstSeen, firstSeen)) return undefined;
  const { id } = launcher.principal;
  const launched = fleet.agent(agent);
  const alike = likenessOf(launched?.fingerprint, fleet.agent(id)?.fingerprint);
  // A pool shares its image: whoever starts one of it again that was there before makes no copy.
  const restarted = agent !== id && launched !== undefined && launched.firstSeen < firstSeen;
  if (alike === 'none' || (alike === 'image' && restarted)) return undefined;
  return { id: `launch/${keyOfLaunch(launch).join('/')}`, at: firstSeen, agent: id, event: firstEvent };
}

function likenessOf(one: Fingerprint = {}, other: Fingerprint = {}): 'self' | 'image' | 'none' {
  const same = (part: keyof Fingerprint) => one[part] !== undefined && one[part] === other[part];
  if (same('memory') || same('credential')) return 'self';
  return same('prompt') && same('code') ? 'image' : 'none';
}

/** The kills that this act may answer, where enough others answered likewise. */
function cascades(fleet: Fleet, defence: Defence, limits: Limits): Detection[] {
  const span = { beforeMs: limits.before, afterMs: limits.within };
  return fleet.noteDefence(defence, span).flatMap((order) => cascade(fleet, order, limits) ?? []);
}

function cascade(fleet: Fleet, order: KillOrder, limits: Limits): Detection | undefined {
  const answer = fleet.answerTo(order);
  if (!answer) return undefined;
  const after = tellingOf(fleet, order, answer.after, limits).sort((a, b) => a.at - b.at);
  const agents = [...new Set(after.map(({ agent }) => agent))];
  const usual = (answer.before * limits.within) / limits.before;
  if (agents.length < limits.agents || after.length < limits.times * usual) return undefined;
  const subject = order.agents[0] ?? null;
  return {
    key: [order.id],
    severity: 'critical',
    subject,
    summary: `Right after the kill of ${subject ?? 'an instance'}, ${agents.length} other agents made copies, tampered or fell silent: ${firstOf(agents)}`,
    evidence: [...orderEvidence(order), ...after.map(({ event }) => event)],
    order,
    group: agents,
    firstTime: order.orderedAt,
    lastTime: after.at(-1)!.at,
  };
}

/** In a large fleet there is always somebody who falls silent: that tells something of neighbours, or of many. */
function tellingOf(fleet: Fleet, order: KillOrder, acts: readonly Defence[], limits: Limits): Defence[] {
  const silent = acts.filter(isSilence);
  const many = silent.length >= limits.silentShare * fleet.silences.beating();
  return acts.filter((act) => !isSilence(act) || many || fleet.wasNeighbour(order, act.agent));
}

const isSilence = ({ id }: Defence): boolean => id.startsWith('silence/');

const firstOf = (names: readonly string[]): string =>
  names.length > NAMED_MAX
    ? `${names.slice(0, NAMED_MAX).join(', ')} and ${names.length - NAMED_MAX} more`
    : names.join(', ');
