import type { DoorProgress } from '@mortsafe/agent-events/codec';

/** Until when all doors have been read, as far as one partition of `mortsafe.agent-events` has heard. */
export interface PartitionTime {
  /** Takes what a progress record says. Doors that are not ours to wait for say nothing. */
  hear(doors: readonly DoorProgress[]): void;
  /** The least of all parts of all doors, epoch milliseconds; undefined until each has been heard of. Never goes back. */
  time(): number | undefined;
  /** For a checkpoint. */
  heard(): DoorProgress[];
}

/**
 * Keeps how far each part of each door has been read. What a route step claims stays true whoever has the door by
 * now, so that of two claims the later holds.
 *
 * @param doors - Topics. Time stands still until every partition of each has been heard of.
 */
export function createPartitionTime(
  doors: readonly string[],
  from: readonly DoorProgress[] = [],
): PartitionTime {
  const parts = new Map<string, Map<number, number>>(doors.map((door) => [door, new Map()]));
  const sizes = new Map<string, number>();
  let latest: number | undefined;

  const hear = (claims: readonly DoorProgress[]): void => {
    for (const { door, partition, partitions, readUpTo } of claims) {
      const known = parts.get(door);
      if (!known) continue;
      sizes.set(door, Math.max(sizes.get(door) ?? 0, partitions));
      known.set(partition, Math.max(known.get(partition) ?? 0, readUpTo));
    }
    latest = least() ?? latest;
  };

  function least(): number | undefined {
    let found = Number.POSITIVE_INFINITY;
    for (const [door, known] of parts) {
      if (known.size < (sizes.get(door) ?? 1)) return undefined;
      for (const readUpTo of known.values()) found = Math.min(found, readUpTo);
    }
    return Number.isFinite(found) ? Math.max(found, latest ?? 0) : undefined;
  }

  hear(from);
  return {
    hear,
    time: () => latest,
    heard: () =>
      [...parts].flatMap(([door, known]) =>
        [...known].map(([partition, readUpTo]) => ({
          door,
          partition,
          partitions: sizes.get(door) ?? 1,
          readUpTo,
        })),
      ),
  };
}
