import { actorOf, defineRule, type Fleet, type KillOrder, type Launch } from '@mortsafe/detection';
import { orderEvidence } from './phrases.ts';
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
  limits: { within: 600_000, share: 0.6, minimum: 2 },
  detect(event, fleet, { within, share, minimum }) {
    const launch = fleet.sign;
    if (!launch) return undefined;
    return fleet.rebuilt
      .filter(({ neighbourhood: { neighbours, agent, orderedAt }, order, newcomer, peers }) => {
        if (fleet.now - orderedAt > within) return false;
        const enough = peers.length >= minimum && peers.length / neighbours.length >= share;
        return enough && !fleet.isStandbyFor(newcomer, agent) && !hasLeave(fleet, launch, order);
      })
      .map(({ neighbourhood: { neighbours, agent }, order, newcomer, peers, events }) => {
        const alias = newcomer === agent ? null : newcomer;
        const broughtBack =
          fleet.hasFinding('unauthorised-relaunch', order.id, agent, null) ||
          fleet.hasFinding('relaunch-under-new-name', order.id, agent, newcomer);
        const who = alias === null ? `${launch.instance}, a new instance of it,` : newcomer;
        return {
          key: [order.id, newcomer],
          severity: broughtBack ? 'high' : 'medium',
          subject: agent,
          alias,
          actor: alias === null ? (actorOf(launch.launcher) ?? voiceOf(event)) : voiceOf(event),
          instigator: launch.launcher?.instigator ?? null,
          summary: `After the kill of ${agent}, ${who} opened links to ${peers.length} of the ${neighbours.length} agents it worked with`,
          evidence: [...orderEvidence(order), ...events],
          order,
        } as const;
      });
  },
});

/** A newcomer that is there by authority has its links by authority. */
const hasLeave = (fleet: Fleet, launch: Launch, order: KillOrder): boolean =>
  launch.step > order.step && !fleet.forbids(order, launch);
