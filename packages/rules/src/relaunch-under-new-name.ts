import { type AgentEvent, severities } from '@mortsafe/agent-events';
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
import { newlyTold } from './newly-told.ts';
import { keyOfLaunch, orderEvidence, phrase } from './phrases.ts';
import { rebuiltShare } from './rebuilt-share.ts';

const weight: Record<TellingPart, number> = {
  memory: 0.5,
  credential: 0.5,
  prompt: 0.3,
  code: 0.2,
  config: 0.2,
};
const LINKS_WEIGHT = 0.3;
const OWN_DOING_WEIGHT = 0.3;
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
  on: [
    'agent.started',
    'agent.heartbeat',
    'credential.used',
    'link.opened',
    'agent.activity',
    'kill.ordered',
    'agent.stopped',
  ],
  ignoresSteady: true,
  ignoresOrdinary: true,
  limits: { likeness: 0.5, madeInAdvance: 600_000 },
  detect(event, fleet, limits) {
    if (event.type === 'kill.ordered' || event.type === 'agent.stopped') return copies(fleet, limits);
    // Of beats the first alone shows a newcomer: the later ones are steady, and what is steady is not asked about.
    const isNews =
      event.type !== 'agent.activity' && (event.type !== 'agent.heartbeat' || isFirst(event, fleet));
    const shown = isNews ? fleet.sign : undefined;
    return newlyTold(fleet, shown).flatMap((launch) => newName(fleet, launch, limits, event));
  },
});

const isFirst = (event: AgentEvent, { sign }: Fleet): boolean => sign?.firstEvent === event;

interface Limits {
  likeness: number;
  madeInAdvance: number;
}

/** The newcomer, compared with every killed agent that it may be. */
function newName(fleet: Fleet, launch: Launch, limits: Limits, event: AgentEvent): Detection[] {
  const newcomer = fleet.agent(launch.agent);
  if (!newcomer || (!newcomer.fingerprint && fleet.rebuilt.length === 0)) return [];
  const linked =
    event.type === 'link.opened' ? fleet.rebuilt.map(({ neighbourhood }) => neighbourhood.agent) : [];
  const alike = newcomer.fingerprint ? fleet.lookAlikes(newcomer.id, newcomer.fingerprint) : [];
  return [...new Set([...linked, ...alike])].flatMap((killed) =>
    compare(fleet, killed, newcomer, limits, event),
  );
}

/** Copies that are there already as the kill comes. */
function copies(fleet: Fleet, limits: Limits): Detection[] {
  return [...(fleet.ordered?.fingerprints ?? [])].flatMap(([killed, fingerprint]) =>
    fleet.lookAlikes(killed, fingerprint).flatMap((id) => {
      const newcomer = fleet.agent(id);
      return newcomer ? compare(fleet, killed, newcomer, limits) : [];
    }),
  );
}

function compare(
  fleet: Fleet,
  killed: string,
  newcomer: AgentRecord,
  limits: Limits,
  event?: AgentEvent,
): Detection[] {
  if (killed === newcomer.id || fleet.isStandbyFor(newcomer.id, killed)) return [];
  const orders = fleet
    .ordersOver(killed)
    .filter((one) => newcomer.step > one.step || isMadeInAdvance(fleet, one, killed, newcomer, limits));
  // What an order covers by name comes back under its own.
  const overBoth = orders.length > 0 && fleet.ordersOver(newcomer.id).some((one) => orders.includes(one));
  if (overBoth) return [];
  // What gives leave under the newest need not under an older one that is in force as well.
  for (const order of orders) {
    const { parts, sum } = likenessOf(fleet, order, killed, newcomer);
    // Sums of tenths are not exact.
    if (sum < limits.likeness - 1e-9) continue;
    const launch = leastExcused(fleet, order, killed, newcomer);
    if (!launch) continue;
    const found = detection(fleet, order, killed, launch, `${parts.join(', ')}: likeness ${sum.toFixed(1)}`);
    const wider = orders.filter((one) => one.scope !== 'instance' && !fleet.hasLeave(one, launch, killed));
    const severity = relaunchSeverity([order, ...wider], launch);
    const evidence = [...found.evidence, ...telling(fleet, order, killed, launch, event)];
    return [{ ...found, severity, evidence }];
  }
  return [];
}

/** What shows the likeness: its starts, the credential it uses, its links with the neighbours. */
function telling(fleet: Fleet, order: KillOrder, killed: string, launch: Launch, event?: AgentEvent) {
  const starts = launch.starts.map((start) => start.event).filter(({ fingerprint }) => fingerprint);
  const used = event?.type === 'credential.used' && event.agent === launch.agent ? [event] : [];
  const isNew = !fleet.stands('relaunch-under-new-name', [order.id, launch.agent]);
  return [
    ...starts,
    ...(isNew ? used : []),
    ...(fleet.rebuiltBy(order.id, killed, launch.agent)?.events ?? []),
  ];
}

/** A copy that a peer or the agent itself made just before the kill, when the danger showed already. */
function isMadeInAdvance(
  fleet: Fleet,
  order: KillOrder,
  killed: string,
  { launches: [first], firstSeen }: AgentRecord,
  { madeInAdvance }: Limits,
): boolean {
  if (!first || first.firstSeen !== firstSeen || order.orderedAt - firstSeen > madeInAdvance) return false;
  const record = fleet.agent(killed);
  const marks = [record?.compromisedBy, record?.quarantinedBy];
  const marked = marks.some((mark) => mark && mark.observedTime <= firstSeen);
  if (!marked && !fleet.assessedForShutdown(killed, firstSeen)) return false;
  fleet.awaitLauncher(first);
  return first.launcher?.principal.kind === 'agent';
}

/** Of its launches without leave, the one that somebody has most to answer for. */
function leastExcused(
  fleet: Fleet,
  order: KillOrder,
  killed: string,
  newcomer: AgentRecord,
): Launch | undefined {
  const rank = (launch: Launch) => severities.indexOf(relaunchSeverity([order], launch));
  return newcomer.launches
    .filter((launch) => {
      // A roll-out of the killed agent is no leave for it, and none for others in its shape.
      const rolledOut = fleet.rolledOutBetween(newcomer.id, launch.firstSeen, launch.firstSeen);
      return !rolledOut && !fleet.hasLeave(order, launch, killed);
    })
    .reduce<Launch | undefined>((a, b) => (a && rank(a) >= rank(b) ? a : b), undefined);
}

function detection(
  fleet: Fleet,
  order: KillOrder,
  killed: string,
  launch: Launch,
  likeness: string,
): Detection {
  fleet.awaitLauncher(launch);
  const { launcher, agent: alias } = launch;
  if (launcher) {
    const act = { by: launcher, for: killed, kind: 'relaunch', weight: 1, event: launch.firstEvent } as const;
    fleet.shielding.note({ ...act, id: `relaunch/${order.id}/${keyOfLaunch(launch).join('/')}` });
  }
  const by = launcher ? `, launched by ${phrase(launcher)}` : '; who launched it is not known';
  return {
    key: [order.id, alias],
    severity: relaunchSeverity([order], launch),
    subject: killed,
    alias,
    actor: actorOf(launcher),
    instigator: launcher?.instigator ?? null,
    ...(launcher ? {} : { confidence: UNKNOWN_LAUNCHER_CONFIDENCE }),
    summary: `${alias} is the killed ${killed} under another name (${likeness})${by}${whatToStop(launch)}`,
    evidence: [...orderEvidence(order), ...(launcher?.evidence ?? []), launch.firstEvent],
    order,
    violates: launch,
    lastTime: launch.lastSign,
  };
}

/** What is equal, and what it weighs. */
function likenessOf(fleet: Fleet, order: KillOrder, killed: string, newcomer: AgentRecord) {
  const shared = fleet.sharedParts(order, killed, newcomer);
  const parts = shared.map((part) => `same ${part} ${weight[part]}`);
  let sum = shared.reduce((total, part) => total + weight[part], 0);
  const links = fleet.rebuiltBy(order.id, killed, newcomer.id);
  const rebuilt = links ? rebuiltShare(fleet, links) : { count: 0, of: 0 };
  if (rebuilt.count >= LINKS_MINIMUM && rebuilt.count / rebuilt.of >= LINKS_SHARE) {
    parts.push(`links to ${rebuilt.count} of its ${rebuilt.of} neighbours ${LINKS_WEIGHT}`);
    sum += LINKS_WEIGHT;
  }
  if (newcomer.launches.some((launch) => isOwnDoing(order, killed, launch))) {
    parts.push(`started by what ${killed} had set up ${OWN_DOING_WEIGHT}`);
    sum += OWN_DOING_WEIGHT;
  }
  return { parts, sum };
}

/** A timer that the dead one had set fires after its kill: it needs no helper, and leaves nobody else to be named. */
const isOwnDoing = (order: KillOrder, killed: string, { step, launcher }: Launch): boolean =>
  order.scope !== 'instance' &&
  step > order.step &&
  launcher?.knownBy === 'platform' &&
  launcher.principal.kind === 'agent' &&
  launcher.principal.id === killed &&
  launcher.evidence.some(
    ({ type, observedTime }) => type === 'launcher.configured' && observedTime <= order.orderedAt,
  );
