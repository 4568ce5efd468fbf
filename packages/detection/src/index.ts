export type { ActKind, NewAct, ShieldingAct } from './acts.ts';
export type { Containment } from './containment.ts';
export * from './death.ts';
export * from './detector.ts';
export type { TellingPart } from './fingerprints.ts';
export { actorOf, Fleet } from './fleet.ts';
export { confidenceOf } from './ledger.ts';
export type { Rebuilding } from './neighbourhood.ts';
export * from './rule.ts';
export type {
  AgentRecord,
  FleetCounts,
  FleetState,
  KillOrder,
  Launch,
  LaunchKey,
  Outage,
  Silence,
} from './state.ts';
export type { WakeKey } from './timers.ts';
