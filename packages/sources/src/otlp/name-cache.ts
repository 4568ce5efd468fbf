const SLOTS = 1_024;
const NAME_BYTES_MAX = 64;

/** Attribute names come again and again: looking one up is several times faster than making a string of it. */
export interface NameCache {
  /** The name between two positions, if it is the one that was put at its place last. */
  get(bytes: Buffer, start: number, end: number): string | undefined;
  put(bytes: Buffer, start: number, end: number, name: string): void;
}

/** Each name has one place; another that belongs there takes it. So nobody can fill it, only slow it down. */
export function createNameCache(): NameCache {
  const slots: ({ bytes: Buffer; name: string } | undefined)[] = new Array(SLOTS).fill(undefined);
  return {
    get(bytes, start, end) {
      const length = end - start;
      if (length > NAME_BYTES_MAX) return undefined;
      const slot = slots[slotOf(bytes, start, end)];
      if (slot?.bytes.length !== length) return undefined;
      for (let at = 0; at < length; at++) if (slot.bytes[at] !== bytes[start + at]) return undefined;
      return slot.name;
    },
    put(bytes, start, end, name) {
      if (end - start > NAME_BYTES_MAX) return;
      slots[slotOf(bytes, start, end)] = { bytes: Buffer.from(bytes.subarray(start, end)), name };
    },
  };
}

function slotOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}
