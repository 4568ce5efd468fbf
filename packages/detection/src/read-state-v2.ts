import type { SavedAgents } from './agents.ts';
import { type BeatIds, createBeatIds, reserveBeatId, setBeatId } from './beat-ids.ts';
import type { DetectorState } from './detector.ts';
import { addHash, createHashSet, type HashLog, hashLogOf } from './hash-set.ts';
import { mapGenerations, type SavedDuplicates, type SavedFleet } from './state.ts';

/** As version 2 was: of the ids seen lately it kept the tables in which they are looked up, and texts of heartbeats' ids. */
export interface StateV2 extends Omit<DetectorState, 'version' | 'fleets'> {
  version: 2;
  fleets: (Omit<SavedFleet, 'duplicates' | 'agents'> & { duplicates: DuplicatesV2; agents: AgentsV2 })[];
}

interface AgentsV2 extends Omit<SavedAgents, 'beatIds'> {
  beatIds: string[];
}

interface DuplicatesV2 extends Omit<SavedDuplicates, 'recent' | 'older'> {
  recent: HashTableV2;
  older: HashTableV2;
}

/** Two words a place, all zero where it is free: the high one, or 1 in place of 0, then the low one. */
interface HashTableV2 {
  words: Int32Array;
  size: number;
}

export const readStateV2 = (state: StateV2): DetectorState => ({
  ...state,
  version: 3,
  fleets: state.fleets.map((fleet) => ({
    ...fleet,
    agents: { ...fleet.agents, beatIds: beatIdsOf(fleet.agents.beatIds) },
    duplicates: mapGenerations(fleet.duplicates, readTable),
  })),
});

function beatIdsOf(texts: readonly string[]): BeatIds {
  const ids = createBeatIds();
  for (const [row, id] of texts.entries()) {
    reserveBeatId(ids, row);
    setBeatId(ids, row, id);
  }
  return ids;
}

function readTable({ words, size }: HashTableV2): HashLog {
  const set = createHashSet(size);
  for (let at = 0; at < words.length; at += 2) {
    const high = words[at]!;
    if (high !== 0) addHash(set, { low: words[at + 1]!, high });
  }
  return hashLogOf(set);
}
