/** Stores bytes, and says under which name. */
export type Put = (bytes: Buffer) => string;
/** Gives back what was stored under a name, whole. */
export type Get = (name: string) => Buffer;

/** One message holds so much at most: brokers take 1 MiB. */
const CHUNK_BYTES_MAX = 900_000;

/** Stores bytes under as many names as they need. */
export function putBytes(bytes: Buffer, put: Put): string[] {
  const names: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES_MAX) {
    names.push(put(bytes.subarray(at, at + CHUNK_BYTES_MAX)));
  }
  return names;
}

/** Its inverse. */
export function getBytes(names: readonly string[], get: Get): Buffer {
  const [only] = names;
  return names.length === 1 && only !== undefined ? get(only) : Buffer.concat(names.map(get));
}
