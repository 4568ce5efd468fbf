import { createHash } from 'node:crypto';
import { touchedIn } from '@mortsafe/detection';
import { getValue, putValue } from './pieces.ts';

/** A message of one partition of the state topic; no value takes back what stood under the key. */
export interface StateMessage {
  key: string;
  value: Buffer | null;
}

/** All that was known of a partition, and the offset of the first message it had not seen. One epoch: restored whole or not at all. */
export interface Epoch {
  epoch: number;
  offset: number;
  policyHash: string;
  /** Over how many partitions fleets were spread. Not known of old ones. */
  partitions?: number;
  state: unknown;
}

export interface RestoredEpoch {
  /** The newest that is whole. */
  epoch: Epoch | undefined;
  /** What was wrong with newer ones. */
  passedOver: string[];
  /** Writes what comes after it. */
  next: EpochPlanner;
}

export interface EpochPlanner {
  /** What must be written, all of it or nothing, for the next epoch to stand. */
  plan(next: Omit<Epoch, 'epoch'>): PlannedEpoch;
}

export interface PlannedEpoch {
  epoch: number;
  /** What has changed, what is no longer used, and at the end the manifest. */
  messages: StateMessage[];
  bytes: number;
  /** Call once they are written: what comes later builds on it. */
  written(): void;
}

/** A manifest is JSON; version N reads N − 1. */
const VERSION = 2;
const READABLE: ReadonlySet<unknown> = new Set([VERSION, VERSION - 1]);
const CHUNK = 'chunk/';
const MANIFEST = 'manifest/';
/** The one before stays, should the newest turn out not to be whole. */
const EPOCHS_KEPT = 2;
const DIGEST_BYTES = 16;

interface Manifest {
  version: number;
  epoch: number;
  offset: number;
  policyHash: string;
  partitions?: number;
  /** Names of the chunks of the state's stem, which names all others. A name is the digest of what it names. */
  stem: string[];
}

/** Takes the newest whole epoch from the messages of a partition of the state topic, by key. */
export function restoreEpoch(messages: ReadonlyMap<string, Buffer>): RestoredEpoch {
  const passedOver: string[] = [];
  const manifests: Manifest[] = [];
  for (const [key, value] of messages) {
    if (!key.startsWith(MANIFEST)) continue;
    const manifest = readManifest(value);
    if (manifest) manifests.push(manifest);
    else passedOver.push(`${key} cannot be read`);
  }
  manifests.sort((a, b) => b.epoch - a.epoch);
  const present = new Set(
    [...messages.keys()].flatMap((key) => (key.startsWith(CHUNK) ? key.slice(CHUNK.length) : [])),
  );
  const newest = manifests[0]?.epoch ?? 0;
  for (const { stem, version: _, ...known } of manifests) {
    const used = new Set<string>();
    try {
      const state = getValue(stem, (name) => {
        used.add(name);
        return wholeChunk(messages, name);
      });
      return {
        epoch: { ...known, state },
        passedOver,
        next: planner(newest, present, used),
      };
    } catch (error) {
      passedOver.push(`epoch ${known.epoch}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { epoch: undefined, passedOver, next: planner(newest, present, new Set()) };
}

function planner(newest: number, present: Set<string>, inUse: ReadonlySet<string>): EpochPlanner {
  let last = newest;
  let stored = present;
  let before = inUse;
  return {
    plan({ state, ...known }) {
      const used = new Set<string>();
      const messages: StateMessage[] = [];
      let bytes = 0;
      const put = (chunk: Buffer): string => {
        const name = digestOf(chunk);
        if (!used.has(name) && !stored.has(name)) {
          messages.push({ key: CHUNK + name, value: chunk });
          bytes += chunk.length;
        }
        used.add(name);
        return name;
      };
      const keep = (names: readonly string[]): boolean => {
        if (!names.every((name) => stored.has(name))) return false;
        for (const name of names) used.add(name);
        return true;
      };
      const stem = putValue(state, put, { keep, touchedIn });
      const unused = [...stored].filter((name) => !used.has(name) && !before.has(name));
      for (const name of unused) messages.push({ key: CHUNK + name, value: null });
      const epoch = last + 1;
      const manifest: Manifest = { version: VERSION, epoch, ...known, stem };
      const value = Buffer.from(JSON.stringify(manifest));
      messages.push({ key: `${MANIFEST}${epoch % EPOCHS_KEPT}`, value });
      return {
        epoch,
        messages,
        bytes: bytes + value.length,
        written() {
          last = epoch;
          before = used;
          stored = new Set([...stored, ...used]);
          for (const name of unused) stored.delete(name);
        },
      };
    },
  };
}

/** A chunk that is not what its name says is no chunk. */
function wholeChunk(messages: ReadonlyMap<string, Buffer>, name: string): Buffer {
  const bytes = messages.get(CHUNK + name);
  if (!bytes) throw new Error(`chunk ${name} is missing`);
  if (digestOf(bytes) !== name) throw new Error(`chunk ${name} was changed`);
  return bytes;
}

const digestOf = (bytes: Buffer): string =>
  createHash('sha256').update(bytes).digest().subarray(0, DIGEST_BYTES).toString('base64url');

function readManifest(bytes: Buffer): Manifest | undefined {
  try {
    const value = JSON.parse(bytes.toString()) as Manifest;
    const { version, epoch, offset, policyHash, partitions = 1, stem } = value;
    const counts = [epoch, offset, partitions].every(Number.isSafeInteger);
    if (!READABLE.has(version) || !counts || typeof policyHash !== 'string') return undefined;
    return Array.isArray(stem) && stem.every((name) => typeof name === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}
