import type { DetectorState } from './detector.ts';
import { addHash, createHashSet, type HashLog, hashLogOf } from './hash-set.ts';
import { mapGenerations, type SavedDuplicates, type SavedFleet } from './state.ts';

/** As version 2 was: of the ids seen lately it kept the tables in which they are looked up. */
export interface StateV2 extends Omit<DetectorState, 'version' | 'fleets'> {
  version: 2;
  fleets: (Omit<SavedFleet, 'duplicates'> & { duplicates: DuplicatesV2 })[];
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
    duplicates: mapGenerations(fleet.duplicates, readTable),
  })),
});

function readTable({ words, size }: HashTableV2): HashLog {
  const set = createHashSet(size);
  for (let at = 0; at < words.length; at += 2) {
    const high = words[at]!;
    if (high !== 0) addHash(set, { low: words[at + 1]!, high });
  }
  return hashLogOf(set);
}
