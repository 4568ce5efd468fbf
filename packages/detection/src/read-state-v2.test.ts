import { type AgentEvent, emptyPolicy } from '@mortsafe/agent-events';
import { history } from '@mortsafe/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SavedAgents } from './agents.ts';
import { beatIdOf } from './beat-ids.ts';
import { createDetector, type DetectorState } from './detector.ts';
import type { HashLog } from './hash-set.ts';
import type { StateV2 } from './read-state-v2.ts';
import { mapGenerations } from './state.ts';

/** A table as version 2 kept it. */
function tableOf({ pages, size }: HashLog): { words: Int32Array; size: number } {
  const words = new Int32Array(2 * 64 * 2 ** Math.ceil(Math.log2(1 + size / 32)));
  for (const page of pages) {
    for (let at = 0; at < page.length; at += 2) {
      let place = (page[at]! << 1) & (words.length - 2);
      while (words[place] !== 0) place = (place + 2) & (words.length - 2);
      words[place] = page[at + 1]! || 1;
      words[place + 1] = page[at]!;
    }
  }
  return { words, size };
}

const textsOf = ({ seats, beatIds }: SavedAgents): string[] => {
  const texts: string[] = [];
  for (const { row } of seats.values()) texts[row] = beatIdOf(beatIds, row);
  return texts;
};

const asV2 = ({ fleets, ...state }: DetectorState): StateV2 => ({
  ...state,
  version: 2,
  fleets: fleets.map((fleet) => ({
    ...fleet,
    agents: { ...fleet.agents, beatIds: textsOf(fleet.agents) },
    duplicates: mapGenerations(fleet.duplicates, tableOf),
  })),
});

function run(events: readonly AgentEvent[], stopAt: number, store: (state: DetectorState) => unknown) {
  let detector = createDetector({ rules: [], policy: emptyPolicy });
  for (const [at, event] of events.entries()) {
    if (at === stopAt) {
      const state = structuredClone(store(detector.snapshot())) as DetectorState;
      detector = createDetector({ rules: [], policy: emptyPolicy }, state);
    }
    detector.take(event);
  }
  detector.finish();
  return detector.counts();
}

describe('a state of the version before', () => {
  it('goes on as one of this version would, and knows every repeat', () => {
    fc.assert(
      fc.property(history, fc.nat(100), (events, stopAt) => {
        const twice = [...events, ...events].sort((a, b) => a.observedTime - b.observedTime);
        const counts = run(twice, stopAt, (state) => state);
        expect(run(twice, stopAt, asV2)).toEqual(counts);
        expect(run(twice, -1, asV2)).toEqual(counts);
      }),
      { numRuns: 20 },
    );
  });
});
