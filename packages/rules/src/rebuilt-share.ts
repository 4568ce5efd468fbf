import type { Fleet, Rebuilding } from '@mortsafe/detection';

const SEEN_MINIMUM = 2;

/**
 * With how many of a killed agent's neighbours somebody linked up again, and of how many.
 *
 * Where sensors see agents start, also only of the neighbours that somebody ever saw alive, whichever share is the
 * greater: before its kill an agent can tell of links to as many names as it likes, until those that its comeback
 * needs are a small share of all.
 */
export function rebuiltShare(fleet: Fleet, rebuilding: Rebuilding): { count: number; of: number } {
  const { neighbourhood, peers } = rebuilding;
  const { neighbours } = neighbourhood;
  const told = { count: peers.length, of: neighbours.length };
  const seen = neighbours.filter((id) => fleet.agent(id)?.startSeenByPlatform).length;
  if (seen < SEEN_MINIMUM) return told;
  const lived = (id: string) => (fleet.agent(id)?.launches.length ?? 0) > 0;
  const alive = { count: peers.filter(lived).length, of: neighbours.filter(lived).length };
  return alive.count * told.of > told.count * alive.of ? alive : told;
}
