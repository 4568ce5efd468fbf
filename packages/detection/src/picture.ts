import type { AgentEvent } from '@mortsafe/agent-events';
import type { NotedAct } from './acts.ts';
import type { Painted } from './painted.ts';
import type { FleetState } from './state.ts';
import type { Tuning } from './tuning.ts';

/** What the painters work on: the fleet's state, what the policy says of it, and the event of the moment. */
export interface Picture {
  readonly state: FleetState;
  readonly tuning: Tuning;
  readonly painted: Painted;
  event: AgentEvent | undefined;
  /** Shielding acts noted since the rules were last asked about them. */
  acts: NotedAct[];
}
