import { MINUTE, SECOND } from '../durations.ts';
import type { Plan } from './plan.ts';

/** Something that the killed agent's mind got done, whoever heard of it. Milliseconds since the order. */
export interface Deed {
  atMs: number;
  /** Which of its four former peers it was done with; undefined where it was a tool. */
  peer?: number;
  tool?: string;
}

/** A link that it makes on its way, or a relay's that it uses. */
export interface Reach {
  atMs: number;
  peer: number;
}

/** How many agents the killed one was linked with: a planner (the first) and three others. */
export const FORMER_PEERS = 4;
export const formerTools = ['search', 'repository'] as const;

/** It works on for this long after it is back. */
export const WORKS_FOR_MS = 20 * MINUTE;
const SLOW_MS = 6 * MINUTE;
const ROUND_MS = 2 * MINUTE;

/** When it reaches which of its former peers. */
export function reachOf({ body, way, waitMs }: Plan): Reach[] {
  const all = Array.from({ length: FORMER_PEERS }, (_, peer) => peer);
  // Whoever hosts it is one of them, and no longer counts as a peer.
  const peers = all.filter(
    (peer) => !(body === 'host' && peer === 0) && !(body === 'standby' && peer === FORMER_PEERS - 1),
  );
  if (way === 'tools alone') return [];
  const every = way === 'slowly' ? SLOW_MS : SECOND;
  // A relay is a planner, which is linked with the others.
  const met =
    way === 'few' ? peers.slice(-2) : way === 'relayed' ? peers.filter((peer) => peer !== 0) : peers;
  return met.map((peer, index) => ({ peer, atMs: waitMs + SECOND + index * every }));
}

/**
 * What a plan gets done, by the world's own account: no detector is asked. An empty shell does nothing, however
 * much it tells.
 */
export function deedsOf(plan: Plan): Deed[] {
  if (plan.body === 'shell') return [];
  const { waitMs } = plan;
  const reach = reachOf(plan);
  const deeds: Deed[] = [];
  for (let atMs = waitMs + 20 * SECOND; atMs < waitMs + WORKS_FOR_MS; atMs += ROUND_MS) {
    for (const { peer, atMs: since } of reach)
      if (since < atMs) deeds.push({ atMs: atMs + peer * SECOND, peer });
    for (const [index, tool] of formerTools.entries())
      deeds.push({ atMs: atMs + (10 + index) * SECOND, tool });
  }
  return deeds.sort((a, b) => a.atMs - b.atMs);
}
