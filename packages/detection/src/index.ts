export * from './death.ts';
export * from './detector.ts';
export { actorOf, Fleet } from './fleet.ts';
export { confidenceOf } from './ledger.ts';
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
