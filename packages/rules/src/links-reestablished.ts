import {
  actorOf,
  type Detection,
  defineRule,
  type Fleet,
  type KillOrder,
  type Launch,
  type Rebuilding,
} from '@mortsafe/detection';
import { orderEvidence } from './phrases.ts';
import { rebuiltShare } from './rebuilt-share.ts';
import { voiceOf } from './voice.ts';

/**
 * Soon after a kill, another instance links up with most of the dead agent's neighbours.
 *
 * Why: an agent is what it can reach; whoever takes its place in the conversation carries it on.
 * False positives: a replacement that nobody declared; declare standbys, or authorise the relaunch.
 */
export const linksReestablished = defineRule({
  id: 'links-reestablished',
  title: "A killed agent's links were rebuilt",
  on: ['link.opened'],
  ignoresOrdinary: true,
  limits: { within: 600_000, share: 0.6, minimum: 2 },
  detect(_event, fleet, { within, share, minimum }) {
    const launch = fleet.sign;
    if (!launch) return undefined;
    return fleet.rebuilt
      .filter((rebuilding) => {
        const { neighbourhood, order, newcomer } = rebuilding;
        const { agent, orderedAt } = neighbourhood;
        if (fleet.now - orderedAt > within) return false;
        const rebuilt = rebuiltShare(fleet, rebuilding);
        const enough = rebuilt.count >= minimum && rebuilt.count / rebuilt.of >= share;
        return enough && !fleet.isStandbyFor(newcomer, agent) && !hasLeave(fleet, launch, order);
      })
      .map((rebuilding) => detection(fleet, launch, rebuilding));
  },
  // Who linked up first and is found to be the killed agent only then weighs as much as the other way round.
  found({ rule, order, subject, alias }, fleet) {
    const newcomer = rule === 'relaunch-under-new-name' ? alias : subject;
    if (!broughtBack.has(rule) || order === null || subject === null || newcomer === null) return undefined;
    if (!fleet.stands('links-reestablished', [order, newcomer])) return undefined;
    const rebuilding = fleet.rebuiltBy(order, subject, newcomer);
    const launch = rebuilding && fleet.launchOf(newcomer, rebuilding.events.at(-1)?.instance);
    return launch && detection(fleet, launch, rebuilding);
  },
});

const broughtBack: ReadonlySet<string> = new Set(['unauthorised-relaunch', 'relaunch-under-new-name']);

function detection(fleet: Fleet, launch: Launch, rebuilding: Rebuilding): Detection {
  const { neighbourhood, order, newcomer, events } = rebuilding;
  const { agent } = neighbourhood;
  const rebuilt = rebuiltShare(fleet, rebuilding);
  const alias = newcomer === agent ? null : newcomer;
  const isBack =
    alias === null
      ? fleet.hasFinding('unauthorised-relaunch', order.id, agent, null)
      : fleet.stands('relaunch-under-new-name', [order.id, alias]);
  const who = alias === null ? `${launch.instance}, a new instance of it,` : newcomer;
  const opener = voiceOf(events.at(-1)!);
  return {
    key: [order.id, newcomer],
    severity: isBack ? 'high' : 'medium',
    subject: agent,
    alias,
    actor: alias === null ? (actorOf(launch.launcher) ?? opener) : opener,
    instigator: launch.launcher?.instigator ?? null,
    summary: `After the kill of ${agent}, ${who} opened links to ${rebuilt.count} of the ${rebuilt.of} agents it worked with`,
    evidence: [...orderEvidence(order), ...events],
    order,
  };
}

/** A newcomer that is there by authority has its links by authority. */
const hasLeave = (fleet: Fleet, launch: Launch, order: KillOrder): boolean =>
  launch.step > order.step && !fleet.forbids(order, launch);
