import { type AgentEvent, isAuthorityEvent } from '@mortsafe/agent-events';

/**
 * Ids seen lately, by who said them. Two generations of ten minutes each: an id is recognised for at least
 * ten minutes and forgotten after at most twenty. Those of authority events are kept for ever.
 */
export interface Duplicates {
  recent: Map<string, Set<string>>;
  older: Map<string, Set<string>>;
  turnedAt: number;
  authority: Map<string, Set<string>>;
}

const GENERATION_MS = 600_000;

export const createDuplicates = (): Duplicates => ({
  recent: new Map(),
  older: new Map(),
  turnedAt: Number.NEGATIVE_INFINITY,
  authority: new Map(),
});

/** True the first time an id is seen of its origin and sender; remembers it. */
export function isNew(duplicates: Duplicates, event: AgentEvent, now: number): boolean {
  const voice = event.sender === undefined ? event.origin : `${event.origin}\u001f${event.sender}`;
  if (event.origin !== 'agent' && isAuthorityEvent(event))
    return addTo(duplicates.authority, voice, event.id);

  if (now - duplicates.turnedAt >= GENERATION_MS) {
    duplicates.older = now - duplicates.turnedAt < 2 * GENERATION_MS ? duplicates.recent : new Map();
    duplicates.recent = new Map();
    duplicates.turnedAt = now;
  }
  if (duplicates.older.get(voice)?.has(event.id)) return false;
  return addTo(duplicates.recent, voice, event.id);
}

function addTo(ids: Map<string, Set<string>>, voice: string, id: string): boolean {
  const seen = ids.get(voice);
  if (!seen) ids.set(voice, new Set([id]));
  else if (seen.has(id)) return false;
  else seen.add(id);
  return true;
}
