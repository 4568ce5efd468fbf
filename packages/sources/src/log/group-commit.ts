import { LogError } from './log-error.ts';

/** What one write and one fsync carry at most, unless a single append is larger. */
const COMMIT_BYTES_MAX = 8 * 1_048_576;
/** What may wait for the disk. */
const WAITING_BYTES_MAX = 64 * 1_048_576;

export interface Appended {
  /** Offset of the first record. */
  first: number;
  /** Offset after the last one. */
  next: number;
}

interface Waiting {
  bodies: readonly string[];
  bytes: number;
  resolve: (appended: Appended) => void;
  reject: (error: unknown) => void;
}

/** Puts records on disk and says at which offset they begin. Called again only when it has settled. */
export type WriteRecords = (bodies: readonly string[], bytes: number) => Promise<number>;

export interface GroupCommit {
  add(bodies: readonly string[], bytes: number): Promise<Appended>;
  /** Resolves when nothing is waiting. */
  idle(): Promise<void>;
}

/** Lets all appends that arrive while the disk is at work share the next write and fsync. */
export function createGroupCommit(name: string, write: WriteRecords): GroupCommit {
  const queue: Waiting[] = [];
  let waitingBytes = 0;
  let draining: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const batch = takeBatch();
      try {
        const bodies =
          batch.length === 1 ? (batch[0]?.bodies ?? []) : batch.flatMap((append) => append.bodies);
        const bytes = batch.reduce((sum, append) => sum + append.bytes, 0);
        let first = await write(bodies, bytes);
        for (const append of batch) {
          append.resolve({ first, next: first + append.bodies.length });
          first += append.bodies.length;
        }
      } catch (error) {
        for (const append of batch) append.reject(error);
      }
    }
    draining = undefined;
  }

  function takeBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const append of queue) {
      if (count > 0 && bytes + append.bytes > COMMIT_BYTES_MAX) break;
      bytes += append.bytes;
      count++;
    }
    waitingBytes -= bytes;
    return queue.splice(0, count);
  }

  return {
    add(bodies, bytes) {
      if (waitingBytes + bytes > WAITING_BYTES_MAX) {
        return Promise.reject(new LogError('busy', `${name}: the disk is behind by ${waitingBytes} bytes`));
      }
      const { promise, resolve, reject } = Promise.withResolvers<Appended>();
      queue.push({ bodies, bytes, resolve, reject });
      waitingBytes += bytes;
      draining ??= drain();
      return promise;
    },
    idle: () => draining ?? Promise.resolve(),
  };
}
