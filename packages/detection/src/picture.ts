import type { ShieldingAct } from './acts.ts';
import type { Launch } from './records.ts';
import type { FleetState } from './state.ts';
import type { Tuning } from './tuning.ts';

/** What the painters work on: the fleet's state, and what the policy says of it. */
export interface Picture {
  readonly state: FleetState;
  readonly tuning: Tuning;
  /** Launches whose launcher the current event made better known. */
  reattributed: Launch[];
  /** Shielding acts noted since the rules were last asked about them. */
  acts: ShieldingAct[];
}
