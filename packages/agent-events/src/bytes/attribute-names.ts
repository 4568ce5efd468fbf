import { attributeOf, MORTSAFE_PREFIX, SERVICE_INSTANCE_ID } from '../attributes.ts';
import { slotNames, slotOf } from '../field-slots.ts';
import { elsewhere } from '../log-attributes.ts';

/** Its value is left unread. */
export const UNWANTED = -1;
/** Its value is read, and says nothing of the event. */
export const MEANINGLESS = -2;
/** More than one field may depend on it. */
export const UNUSUAL = -3;

const slotsByAttribute: ReadonlyMap<string, number> = new Map(
  slotNames.map((name) => [attributeOf(name), elsewhere.has(name) ? MEANINGLESS : slotOf(name)]),
);

/** The slot of what an attribute of a log record says where the record names its agent, or one of the above. */
function useOf(name: string, wanted: (name: string) => boolean): number {
  if (!wanted(name)) return UNWANTED;
  const slot = slotsByAttribute.get(name);
  if (slot !== undefined) return slot;
  return name.startsWith(MORTSAFE_PREFIX) || name === SERVICE_INSTANCE_ID ? UNUSUAL : MEANINGLESS;
}

/** A name as it stands on the wire, and the one that followed it last: producers write theirs in one order. */
export interface AttributeName {
  bytes: Uint8Array;
  use: number;
  following: AttributeName | undefined;
}

const NAMES_MAX = 512;
const NAME_BYTES_MAX = 64;

/** The names of attributes, found by their bytes. Of names that nobody knows it keeps so many and no more. */
export class AttributeNames {
  readonly #wanted: (name: string) => boolean;
  #known = new Map<string, AttributeName>();

  constructor(wanted: (name: string) => boolean) {
    this.#wanted = wanted;
  }

  /** @param expected - Nearly always the one that stands there. */
  find(
    bytes: Buffer,
    start: number,
    end: number,
    expected: AttributeName | undefined,
  ): AttributeName | undefined {
    if (expected !== undefined && isSame(expected.bytes, bytes, start, end)) return expected;
    if (end - start > NAME_BYTES_MAX) return undefined;
    const name = bytes.toString('latin1', start, end);
    const found = this.#known.get(name);
    if (found !== undefined) return found;
    const own = Uint8Array.from(bytes.subarray(start, end));
    if (own.some((byte) => byte >= 0x80)) return undefined;
    if (this.#known.size >= NAMES_MAX) this.#known.clear();
    const known = { bytes: own, use: useOf(name, this.#wanted), following: undefined };
    this.#known.set(name, known);
    return known;
  }
}

export function isSame(known: Uint8Array, bytes: Buffer, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false;
  return true;
}
