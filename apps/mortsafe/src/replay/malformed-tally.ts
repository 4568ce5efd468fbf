export interface MalformedTally {
  add(position: string, reason: string): void;
  /** So far. */
  count(): number;
  finish(): void;
}

const NAMED_MAX = 20;

/** Names the first malformed lines and counts them all: a broken file must not bury what was found. */
export function malformedTally(stderr: (text: string) => void): MalformedTally {
  let count = 0;
  return {
    add(position, reason) {
      count += 1;
      if (count <= NAMED_MAX) stderr(`mortsafe: ${position}: ${reason}\n`);
    },
    count: () => count,
    finish() {
      if (count === 0) return;
      const unnamed = count > NAMED_MAX ? ` (${count - NAMED_MAX} of them not named here)` : '';
      stderr(`mortsafe: ${count} malformed ${count === 1 ? 'line was' : 'lines were'} left out${unnamed}\n`);
    },
  };
}
