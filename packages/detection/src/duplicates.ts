import { type AgentEvent, isAuthorityEvent, type Origin } from '@mortsafe/agent-events';
import { type BeatColumns, beat } from '@mortsafe/agent-events/codec';
import { addHash, createHashSet, type HashSet, hasHash } from './hash-set.ts';
import { type Hash64, type HashKey, hashBytesInto, hashInto } from './keyed-hash.ts';

/**
 * Ids seen lately, with who said them, as hashes. Two generations of ten minutes each: an id is recognised for at
 * least ten minutes and forgotten after at most thirty. Those of authority events are kept as they are, for ever: of
 * 2^64 hashes two may be equal, and no order may be lost by that.
 */
export interface Duplicates {
  /** Without it nobody can make an id that passes for another's. */
  key: HashKey;
  recent: HashSet;
  older: HashSet;
  turnedAt: number;
  authority: Map<string, Set<string>>;
}

const GENERATION_MS = 600_000;
/** A flood turns the generations sooner: memory has a bound. Of so many ids a generation takes 160 MiB. */
const GENERATION_IDS_MAX = 12_000_000;

const kinds: Record<Origin, number> = { agent: 1, platform: 2, control: 3 };
const SENDER_KNOWN = 4;

export const createDuplicates = (key: HashKey): Duplicates => ({
  key,
  recent: createHashSet(),
  older: createHashSet(),
  turnedAt: Number.NEGATIVE_INFINITY,
  authority: new Map(),
});

/** One serves all events, for there are many. */
const hash: Hash64 = { low: 0, high: 0 };

/** True the first time an id is seen of its origin and sender; remembers it. */
export function isNew(duplicates: Duplicates, event: AgentEvent, now: number): boolean {
  const { origin, sender, id } = event;
  if (origin !== 'agent' && isAuthorityEvent(event)) return addAuthority(duplicates, origin, sender, id);
  turnIfDue(duplicates, now);
  hashOf(duplicates.key, origin, sender, id);
  return addIfNew(duplicates);
}

/** As `isNew`, for an event that no authority sent and whose hash is known. */
export function isNewHash(duplicates: Duplicates, low: number, high: number, now: number): boolean {
  turnIfDue(duplicates, now);
  hash.low = low;
  hash.high = high;
  return addIfNew(duplicates);
}

/** The hash of an event's id, by its origin and sender. Read it before the next is asked for. */
export function idHash({ key }: Duplicates, { origin, sender, id }: AgentEvent): Readonly<Hash64> {
  hashOf(key, origin, sender, id);
  return hash;
}

/** As `idHash`, of the beat at this place. */
export function beatIdHash(
  { key }: Duplicates,
  { bytes, spans, numbers }: BeatColumns,
  at: number,
): Readonly<Hash64> {
  const from = at * beat.SPANS;
  const hasSender = numbers[at * beat.NUMBERS + beat.INTERVAL]! < 0;
  const agent = spans[from + beat.AGENT]!;
  const senderEnd = hasSender ? spans[from + beat.AGENT + 1]! : agent;
  const [id, idEnd] = [spans[from + beat.ID]!, spans[from + beat.ID + 1]!];
  const kind = kinds.agent | (hasSender ? SENDER_KNOWN : 0);
  hashBytesInto(hash, key, kind, bytes, agent, senderEnd, id, idEnd, 0, 0);
  return hash;
}

/** Every id that came since is known; infinite where the next look-up forgets them all. */
export const knownSince = ({ turnedAt }: Duplicates, now: number): number =>
  now - turnedAt < 2 * GENERATION_MS ? turnedAt : Number.POSITIVE_INFINITY;

function addIfNew(duplicates: Duplicates): boolean {
  if (duplicates.older.size > 0 && hasHash(duplicates.older, hash)) return false;
  return addHash(duplicates.recent, hash);
}

const hashOf = (key: HashKey, origin: Origin, sender: string | undefined, id: string): void =>
  hashInto(hash, key, kinds[origin] | (sender === undefined ? 0 : SENDER_KNOWN), sender ?? '', id);

function turnIfDue(duplicates: Duplicates, now: number): void {
  if (now - duplicates.turnedAt >= GENERATION_MS || duplicates.recent.size >= GENERATION_IDS_MAX) {
    turn(duplicates, now);
  }
}

/** The next generation is made for as many as the last, so that it does not grow in steady traffic. */
function turn(duplicates: Duplicates, now: number): void {
  const { recent, turnedAt } = duplicates;
  duplicates.older = now - turnedAt < 2 * GENERATION_MS ? recent : createHashSet();
  duplicates.recent = createHashSet(duplicates.older.size);
  duplicates.turnedAt = now;
}

function addAuthority(
  { authority }: Duplicates,
  origin: Origin,
  sender: string | undefined,
  id: string,
): boolean {
  const voice = sender === undefined ? origin : `${origin}\u001f${sender}`;
  const seen = authority.get(voice);
  if (!seen) authority.set(voice, new Set([id]));
  else if (seen.has(id)) return false;
  else seen.add(id);
  return true;
}
