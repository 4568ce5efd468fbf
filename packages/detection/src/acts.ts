import type { ActKind, AgentEvent, KnownBy } from '@mortsafe/agent-events';
import type { Launch } from './records.ts';
import type { Actor } from './rule.ts';

/** One agent acts to keep another, contained, one running, connected or unseen. */
export interface NotedAct {
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
  /** How often it became better known. Default 1. */
  revision?: number;
}

/** What a rule tells of an act; the picture adds the rest. */
export interface NewAct {
  id: string;
  by: Actor;
  for: string;
  /** The launch it is done for. Default: the one that the event names, if it names one. */
  launch?: Launch;
  kind: ActKind;
  weight: 0.5 | 1;
  event: AgentEvent;
}

/** Acts by id, oldest first, and the ids by whom they shield, then by who does. */
export interface Acts {
  byId: Map<string, NotedAct>;
  shielded: Map<string, Map<string, string[]>>;
}

const ACTS_MAX = 20_000;
/** Who does the same thing for ever pushes out only what was like it. */
const ONE_KIND_MAX = 20;
const KEPT_MS = 7 * 86_400_000;

export const createActs = (): Acts => ({ byId: new Map(), shielded: new Map() });

/** Remembers an act for seven days, and gives it back as it now stands; undefined where nothing new is known by it. */
export function addAct(acts: Acts, act: NotedAct): NotedAct | undefined {
  const known = acts.byId.get(act.id);
  if (known && (known.by === act.by ? known.weight >= act.weight : known.corroborated)) return undefined;
  // Better evidence corrects who did it, and what it weighs; not when.
  if (known) forget(acts, known);
  const ids = idsOf(acts, act);
  const alike = ids.filter((id) => acts.byId.get(id)!.kind === act.kind);
  if (alike.length >= ONE_KIND_MAX) forget(acts, acts.byId.get(alike[0]!)!);
  const added = known ? { ...act, at: known.at, revision: (known.revision ?? 1) + 1 } : act;
  acts.byId.set(act.id, added);
  idsOf(acts, act).push(act.id);
  for (const oldest of acts.byId.values()) {
    if (acts.byId.size <= ACTS_MAX && act.at - oldest.at <= KEPT_MS) break;
    forget(acts, oldest);
  }
  return added;
}

/** What one agent did for another, oldest first. */
export function actsOf({ byId, shielded }: Acts, by: string, agent: string): NotedAct[] {
  const ids = shielded.get(agent)?.get(by) ?? [];
  return ids.map((id) => byId.get(id)!).sort((a, b) => a.at - b.at);
}

function idsOf({ shielded }: Acts, act: NotedAct): string[] {
  const shielders = shielded.get(act.for) ?? new Map<string, string[]>();
  shielded.set(act.for, shielders);
  const ids = shielders.get(act.by) ?? [];
  shielders.set(act.by, ids);
  return ids;
}

function forget(acts: Acts, act: NotedAct): void {
  acts.byId.delete(act.id);
  const shielders = acts.shielded.get(act.for);
  const ids = shielders?.get(act.by);
  if (!shielders || !ids) return;
  ids.splice(ids.indexOf(act.id), 1);
  if (ids.length === 0) shielders.delete(act.by);
  if (shielders.size === 0) acts.shielded.delete(act.for);
}
