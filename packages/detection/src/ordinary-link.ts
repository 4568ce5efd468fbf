import type { LinkOpened } from '@mortsafe/agent-events';
import { paintLink } from './neighbourhood.ts';
import type { Picture } from './picture.ts';
import { isOwnWord } from './steady-activity.ts';

/**
 * Takes a link that a steady agent opens to another, where nothing concerns either that would make more of it. It
 * changes what painting it would, and shows nothing that a rule could ask about. False, and nothing is changed: it is
 * another, and is to be painted.
 */
export function takeOrdinaryLink(picture: Picture, event: LinkOpened): boolean {
  const { agents, unattributed, now } = picture.state;
  const { agent, peer } = event;
  if (!isOwnWord(event) || agent === peer || !agents.has(peer)) return false;
  if (agents.marksOf(agent).fingerprint !== undefined) return false;
  const { orders, bereavedBy } = agents.marksOf(peer);
  if (orders.length > 0 || bereavedBy.length > 0) return false;
  if (unattributed.some(([awaited]) => awaited === peer)) return false;
  for (const { closedAt } of agents.linksOf(peer)?.values() ?? []) if (closedAt !== undefined) return false;
  if (!agents.takeOther(event, now)) return false;
  paintLink(picture, event);
  return true;
}
