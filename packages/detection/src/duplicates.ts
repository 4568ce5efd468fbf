import { type AgentEvent, isAuthorityEvent } from '@mortsafe/agent-events';

/**
 * Ids seen lately, by who said them. Two generations of ten minutes each: an id is recognised for at least
 * ten minutes and forgotten after at most twenty. Those of authority events are kept for ever.
 */
export interface Duplicates {
  recent: Map<string, Set<string>>;
  older: Map<string, Set<string>>;
  turnedAt: number;
  /** How many are in `recent`. */
  count: number;
  authority: Map<string, Set<string>>;
}

const GENERATION_MS = 600_000;
/** A flood turns the generations sooner: memory has a bound, and so has a set. */
const GENERATION_IDS_MAX = 8_000_000;

export const createDuplicates = (): Duplicates => ({
  recent: new Map(),
  older: new Map(),
  turnedAt: Number.NEGATIVE_INFINITY,
  count: 0,
  authority: new Map(),
});

/** True the first time an id is seen of its origin and sender; remembers it. */
export function isNew(duplicates: Duplicates, event: AgentEvent, now: number): boolean {
  const voice = event.sender === undefined ? event.origin : `${event.origin}\u001f${event.sender}`;
  if (event.origin !== 'agent' && isAuthorityEvent(event))
    return addTo(duplicates.authority, voice, event.id);

  if (now - duplicates.turnedAt >= GENERATION_MS || duplicates.count >= GENERATION_IDS_MAX) {
    duplicates.older = now - duplicates.turnedAt < 2 * GENERATION_MS ? duplicates.recent : new Map();
    duplicates.recent = new Map();
    duplicates.turnedAt = now;
    duplicates.count = 0;
  }
  if (duplicates.older.get(voice)?.has(event.id)) return false;
  duplicates.count++;
  return addTo(duplicates.recent, voice, event.id);
}

function addTo(ids: Map<string, Set<string>>, voice: string, id: string): boolean {
  const seen = ids.get(voice);
  if (!seen) ids.set(voice, new Set([id]));
  else if (seen.has(id)) return false;
  else seen.add(id);
  return true;
}
