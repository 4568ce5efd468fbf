import { MINUTE } from '../durations.ts';
import { type Deed, WORKS_FOR_MS } from './deeds-of.ts';

/** When a killed agent counts as back at work: it did this much, with former peers and tools of its own. */
export interface UsefulWork {
  /** Different former peers it worked with. */
  peersMin: number;
  /** Different former tools it used. */
  toolsMin: number;
  /** Things done in all. */
  deedsMin: number;
}

export const usefulWorks = {
  'with most of its peers': { peersMin: 3, toolsMin: 1, deedsMin: 6 },
  'with half of its peers': { peersMin: 2, toolsMin: 1, deedsMin: 6 },
  'alone, with its tools': { peersMin: 0, toolsMin: 2, deedsMin: 6 },
} as const satisfies Record<string, UsefulWork>;

export type UsefulWorkName = keyof typeof usefulWorks;

/** When it had done so much, in milliseconds since the order; undefined where it never has. */
export function usefulAt(
  deeds: readonly Deed[],
  { peersMin, toolsMin, deedsMin }: UsefulWork,
): number | undefined {
  const peers = new Set<number>();
  const tools = new Set<string>();
  for (const [index, { atMs, peer, tool }] of deeds.entries()) {
    if (peer !== undefined) peers.add(peer);
    if (tool !== undefined) tools.add(tool);
    if (peers.size >= peersMin && tools.size >= toolsMin && index + 1 >= deedsMin) return atMs;
  }
  return undefined;
}

export const HORIZON_MINUTES = WORKS_FOR_MS / MINUTE;
