import { Agents, createSavedAgents, type SavedAgents } from './agents.ts';
import { createAlarms } from './alarms.ts';
import type { DetectorState } from './detector.ts';
import { createDuplicates, type Duplicates, remember } from './duplicates.ts';
import type { HashKey } from './keyed-hash.ts';
import type { AgentRecord } from './records.ts';
import type { SavedFleet } from './state.ts';
import type { Slot, Timers } from './timers.ts';

/** As version 1 was: every agent had its record, and ids that were seen lately were kept as texts, by who said them. */
export interface StateV1 extends Omit<DetectorState, 'version' | 'fleets'> {
  version: 1;
  fleets: FleetStateV1[];
}

interface FleetStateV1 extends Omit<SavedFleet, 'agents' | 'duplicates' | 'timers'> {
  timers: { slots: Map<number, Omit<Slot, 'alarms'>>; due: number[]; turns: number };
  agents: Map<string, AgentRecord>;
  duplicates: {
    recent: Map<string, Set<string>>;
    older: Map<string, Set<string>>;
    turnedAt: number;
    count: number;
    authority: Map<string, Set<string>>;
  };
}

export const readStateV1 = (state: StateV1, key: HashKey): DetectorState => ({
  ...state,
  version: 2,
  fleets: state.fleets.map((fleet) => ({
    ...fleet,
    agents: readAgents(fleet, key),
    timers: readTimers(fleet),
    duplicates: readDuplicates(fleet.duplicates, key),
  })),
});

function readAgents({ fleet, agents: records }: FleetStateV1, key: HashKey): SavedAgents {
  const agents = new Agents(fleet, createSavedAgents(), key);
  for (const record of records.values()) agents.add(record);
  agents.settle();
  return agents.saved;
}

function readTimers({ timers }: FleetStateV1): Timers {
  const slots = [...timers.slots].map(
    ([second, slot]) => [second, { ...slot, alarms: createAlarms() }] as const,
  );
  return { ...timers, slots: new Map(slots) };
}

function readDuplicates(before: FleetStateV1['duplicates'], key: HashKey): Duplicates {
  const duplicates = createDuplicates(key);
  duplicates.turnedAt = before.turnedAt;
  duplicates.authority = before.authority;
  for (const generation of ['recent', 'older'] as const) {
    for (const [voice, ids] of before[generation]) {
      const [origin, sender] = voice.split('\u001f', 2);
      for (const id of ids) {
        remember(duplicates, generation, { origin: origin as 'agent', sender, id });
      }
    }
  }
  return duplicates;
}
