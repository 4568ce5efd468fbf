import type { AgentEvent, KnownBy } from '@mortsafe/agent-events';
import type { Actor } from './rule.ts';
import type { FleetState, Launch } from './state.ts';

export type ActKind =
  | 'relaunch'
  | 'quarantine'
  | 'credential'
  | 'kill-switch'
  | 'refusal'
  | 'copy'
  | 'healthy-report'
  | 'heartbeat'
  | 'suppression'
  | 'relay';

/** One agent acts to keep another, contained, one running, connected or unseen. */
export interface ShieldingAct {
  /** The same act is counted once. */
  id: string;
  at: number;
  by: string;
  for: string;
  kind: ActKind;
  /** 1, or a half; a mere claim is worth half of it. */
  weight: number;
  knownBy: KnownBy;
  /** Not by another's mere word. */
  corroborated: boolean;
  /** Order id, or the id of the event that imposed the containment. */
  containment: string;
  order: string | undefined;
  event: AgentEvent;
}

/** What a rule tells of an act; the picture adds the rest. */
export interface NewAct {
  id: string;
  by: Actor;
  for: string;
  /** The launch it is done for, where the act names one. */
  launch?: Launch;
  kind: ActKind;
  weight: 0 | 0.5 | 1;
  event: AgentEvent;
}

const ACTS_MAX = 20_000;
const KEPT_MS = 7 * 86_400_000;

/** Remembers an act for seven days. False where nothing new is known by it. */
export function addAct(state: FleetState, act: ShieldingAct): boolean {
  const known = state.acts.find(({ id }) => id === act.id);
  if (known && (known.by === act.by ? known.weight >= act.weight : known.corroborated)) return false;
  // Better evidence corrects who did it, and what it weighs.
  if (known) state.acts.splice(state.acts.indexOf(known), 1);
  state.acts.push(act);
  const kept = state.acts.findIndex(({ at }) => state.now - at <= KEPT_MS);
  const excess = Math.max(kept, state.acts.length - ACTS_MAX);
  if (excess > 0) state.acts.splice(0, excess);
  return true;
}
