export type { NewAct, NotedAct } from './acts.ts';
export type { Containment } from './containment.ts';
export * from './death.ts';
export * from './detector.ts';
export type { TellingPart } from './fingerprints.ts';
export { actorOf, Fleet } from './fleet.ts';
export type { HashKey } from './keyed-hash.ts';
export { confidenceOf } from './ledger.ts';
export type { Memory, Remembered } from './memory.ts';
export type { Rebuilding } from './neighbourhood.ts';
export type {
  AgentRecord,
  Defence,
  KillOrder,
  Launch,
  LaunchKey,
  Outage,
  ShieldingGroup,
  Silence,
} from './records.ts';
export * from './rule.ts';
export type { BeatOddity } from './sequences.ts';
export type { Shielding } from './shielding.ts';
export { actedAt, isMereBeing, isTelling } from './shown.ts';
export type { Silences } from './silences.ts';
export { type FleetCounts, recordIn, recordsIn, type SavedFleet } from './state.ts';
export type { WakeKey } from './timers.ts';
export { touchedIn } from './touched.ts';
export { commonLimits } from './tuning.ts';
