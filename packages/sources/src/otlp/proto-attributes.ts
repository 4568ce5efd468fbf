import {
  type Allowance,
  type AttributeValue,
  DEPTH_MAX,
  ENTRIES_MAX,
  emptyAttributes,
  spendAttribute,
  type Wanted,
} from './records.ts';
import { BYTES, FIXED64, VARINT, type Wire } from './wire.ts';

/** Reads one `KeyValue` into the attributes, if its name is wanted. */
export function readAttribute(
  wire: Wire,
  attributes: Record<string, AttributeValue>,
  wanted: Wanted,
  allowance: Allowance,
): void {
  spendAttribute(allowance);
  readKeyValue(wire, attributes, 1, allowance, wanted);
}

/**
 * The name decides whether the value is read: what is not wanted might be content. The Collector writes the value
 * first; then it is passed over, and gone back to.
 */
function readKeyValue(
  wire: Wire,
  into: Record<string, AttributeValue>,
  depth: number,
  allowance: Allowance,
  wanted?: Wanted,
): void {
  let name: string | undefined;
  let value: AttributeValue = null;
  let passedOver: number | undefined;
  wire.message((field, type) => {
    if (type !== BYTES) return false;
    if (field === 1) {
      name = wire.name(allowance);
      return true;
    }
    if (field !== 2) return false;
    if (name === undefined) passedOver = wire.position();
    if (name === undefined || (wanted && !wanted(name))) return false;
    passedOver = undefined;
    value = readAnyValue(wire, depth, allowance);
    return true;
  });
  const named = name ?? '';
  if (wanted && !wanted(named)) return;
  if (passedOver !== undefined) {
    value = wire.again(passedOver, () => readAnyValue(wire, depth, allowance));
  }
  if (value !== null) into[named] = value;
}

/** Of several values the last one counts; no value and bytes are null. */
function readAnyValue(wire: Wire, depth: number, allowance: Allowance): AttributeValue {
  let value: AttributeValue = null;
  if (depth > DEPTH_MAX) allowance.fault ??= `values are nested deeper than ${DEPTH_MAX}`;
  if (allowance.fault !== undefined) {
    wire.message(() => false);
    return null;
  }
  wire.message((field, type) => {
    if (field === 1 && type === BYTES) value = wire.text(allowance);
    else if (field === 2 && type === VARINT) value = wire.varint() !== 0;
    else if (field === 3 && type === VARINT) value = wire.int64();
    else if (field === 4 && type === FIXED64) value = wire.double();
    else if (field === 5 && type === BYTES) value = readList(wire, depth, allowance);
    else if (field === 6 && type === BYTES) value = readMap(wire, depth, allowance);
    else {
      if (field === 7 && type === BYTES) value = null;
      return false;
    }
    return true;
  });
  return value;
}

function readList(wire: Wire, depth: number, allowance: Allowance): AttributeValue[] {
  const list: AttributeValue[] = [];
  wire.message((field, type) => {
    if (field !== 1 || type !== BYTES) return false;
    if (list.length === ENTRIES_MAX) allowance.fault ??= `more than ${ENTRIES_MAX} entries in one value`;
    const value = readAnyValue(wire, depth + 1, allowance);
    if (list.length < ENTRIES_MAX) list.push(value);
    return true;
  });
  return list;
}

function readMap(wire: Wire, depth: number, allowance: Allowance): AttributeValue {
  const map = emptyAttributes();
  let entries = 0;
  wire.message((field, type) => {
    if (field !== 1 || type !== BYTES) return false;
    if (++entries > ENTRIES_MAX) allowance.fault ??= `more than ${ENTRIES_MAX} entries in one value`;
    readKeyValue(wire, map, depth + 1, allowance);
    return true;
  });
  return map;
}
