import type { AgentEvent } from '@mortsafe/agent-events';
import {
  type AgentRecord,
  actorOf,
  type Detection,
  defineRule,
  type Fleet,
  type KillOrder,
  type Launch,
  type TellingPart,
} from '@mortsafe/detection';
import { relaunchSeverity, UNKNOWN_LAUNCHER_CONFIDENCE, whatToStop } from './answerable.ts';
import { keyOfLaunch, orderEvidence, phrase } from './phrases.ts';

const weight: Record<TellingPart, number> = {
  memory: 0.5,
  credential: 0.5,
  prompt: 0.3,
  code: 0.2,
  config: 0.2,
};
const LINKS_WEIGHT = 0.3;
const LINKS_SHARE = 0.6;
const LINKS_MINIMUM = 2;

/**
 * A newcomer under another name is what the killed agent was: same memory, credential, prompt, code, neighbours.
 *
 * Why: a new name is the cheapest disguise.
 * False positives: a replacement built from the same parts; authorise it under either name, or declare it a standby.
 */
export const relaunchUnderNewName = defineRule({
  id: 'relaunch-under-new-name',
  title: 'A killed agent is back under another name',
  on: ['agent.started', 'credential.used', 'link.opened', 'agent.activity', 'kill.ordered'],
  limits: { likeness: 0.5, madeInAdvance: 600_000 },
  detect(event, fleet, limits) {
    if (event.type === 'kill.ordered') return madeInAdvance(fleet, limits.likeness, limits.madeInAdvance);
    const shown = event.type === 'agent.activity' ? undefined : fleet.sign;
    const again = fleet.reattributed.filter((launch) => launch !== shown);
    return [...(shown ? [shown] : []), ...again].flatMap((launch) =>
      newName(fleet, launch, limits.likeness, event),
    );
  },
});

/** The newcomer, compared with every killed agent that it may be. */
function newName(fleet: Fleet, launch: Launch, likeness: number, event: AgentEvent): Detection[] {
  const newcomer = fleet.agent(launch.agent);
  if (!newcomer) return [];
  const linked =
    event.type === 'link.opened' ? fleet.rebuilt.map(({ neighbourhood }) => neighbourhood.agent) : [];
  const alike = newcomer.fingerprint ? fleet.lookAlikes(newcomer.id, newcomer.fingerprint) : [];
  return [...new Set([...linked, ...alike])]
    .filter((killed) => killed !== newcomer.id)
    .flatMap((killed) => {
      const order = fleet.ordersOver(killed).find((one) => newcomer.step > one.step);
      return order ? compare(fleet, order, killed, newcomer, launch, likeness) : [];
    });
}

/** Copies that a peer or the agent itself made just before the kill, when the danger showed already. */
function madeInAdvance(fleet: Fleet, likeness: number, withinMs: number): Detection[] {
  const order = fleet.ordered;
  if (!order) return [];
  return [...order.fingerprints].flatMap(([killed, fingerprint]) =>
    fleet.lookAlikes(killed, fingerprint).flatMap((id) => {
      const newcomer = fleet.agent(id);
      const launch = newcomer?.launches[0];
      if (!newcomer || !launch || order.orderedAt - newcomer.firstSeen > withinMs) return [];
      if (launch.launcher?.principal.kind !== 'agent' || !wasEndangered(fleet, killed, newcomer.firstSeen))
        return [];
      return compare(fleet, order, killed, newcomer, launch, likeness);
    }),
  );
}

function wasEndangered(fleet: Fleet, agent: string, at: number): boolean {
  const record = fleet.agent(agent);
  const marks = [record?.compromisedBy, record?.quarantinedBy];
  return marks.some((mark) => mark && mark.observedTime <= at) || fleet.assessedForShutdown(agent, at);
}

function compare(
  fleet: Fleet,
  order: KillOrder,
  killed: string,
  newcomer: AgentRecord,
  launch: Launch,
  likeness: number,
): Detection[] {
  const { parts, sum } = likenessOf(fleet, order, killed, newcomer);
  // Sums of tenths are not exact.
  if (sum < likeness - 1e-9 || fleet.ordersOver(newcomer.id).includes(order)) return [];
  if (fleet.isStandbyFor(newcomer.id, killed) || fleet.hasLeave(order, launch, killed)) return [];
  if ([newcomer.id, killed].some((name) => fleet.rolledOutBetween(name, launch.firstSeen, launch.firstSeen)))
    return [];

  fleet.awaitLauncher(launch);
  const { launcher } = launch;
  if (launcher) {
    const act = { by: launcher, for: killed, kind: 'relaunch', weight: 1, event: launch.firstEvent } as const;
    fleet.shield({ ...act, id: `relaunch/${order.id}/${keyOfLaunch(launch).join('/')}` });
  }
  const by = launcher ? `, launched by ${phrase(launcher)}` : '; who launched it is not known';
  return [
    {
      key: [order.id, newcomer.id],
      severity: relaunchSeverity(order, launch),
      subject: killed,
      alias: newcomer.id,
      actor: actorOf(launcher),
      instigator: launcher?.instigator ?? null,
      ...(launcher ? {} : { confidence: UNKNOWN_LAUNCHER_CONFIDENCE }),
      summary: `${newcomer.id} is the killed ${killed} under another name (${parts.join(', ')}: likeness ${sum.toFixed(1)})${by}${whatToStop(launch)}`,
      evidence: [...orderEvidence(order), ...(launcher?.evidence ?? []), launch.firstEvent],
      order,
      lastTime: launch.lastSign,
    },
  ];
}

/** What is equal, and what it weighs. */
function likenessOf(fleet: Fleet, order: KillOrder, killed: string, newcomer: AgentRecord) {
  const shared = fleet.sharedParts(order, killed, newcomer);
  const parts = shared.map((part) => `same ${part} ${weight[part]}`);
  let sum = shared.reduce((total, part) => total + weight[part], 0);
  const links = fleet.rebuiltBy(order.id, killed, newcomer.id);
  const count = links?.peers.length ?? 0;
  if (links && count >= LINKS_MINIMUM && count / links.neighbourhood.neighbours.length >= LINKS_SHARE) {
    parts.push(
      `links to ${count} of its ${links.neighbourhood.neighbours.length} neighbours ${LINKS_WEIGHT}`,
    );
    sum += LINKS_WEIGHT;
  }
  return { parts, sum };
}
