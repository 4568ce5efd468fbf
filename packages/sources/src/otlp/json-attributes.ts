import {
  type Allowance,
  type AttributeValue,
  DEPTH_MAX,
  ENTRIES_MAX,
  emptyAttributes,
  spendAttribute,
  spendText,
  type Wanted,
} from './records.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An absent list is an empty one; anything else is a fault. */
export function listOf(value: unknown, name: string, allowance: Allowance): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  allowance.fault ??= `${name} must be a list`;
  return [];
}

/** Reads those of a list of `KeyValue` whose names are wanted. */
export function readAttributes(
  value: unknown,
  attributes: Record<string, AttributeValue>,
  wanted: Wanted,
  allowance: Allowance,
): void {
  for (const entry of listOf(value, 'attributes', allowance)) {
    spendAttribute(allowance);
    if (allowance.fault !== undefined) return;
    readKeyValue(entry, attributes, 1, allowance, wanted);
  }
}

function readKeyValue(
  entry: unknown,
  into: Record<string, AttributeValue>,
  depth: number,
  allowance: Allowance,
  wanted?: Wanted,
): void {
  if (!isObject(entry)) {
    allowance.fault ??= 'an attribute must be an object with key and value';
    return;
  }
  const name = readText(entry.key ?? '', allowance);
  if (wanted && !wanted(name)) return;
  const value = readAnyValue(entry.value, depth, allowance);
  if (value !== null) into[name] = value;
}

export function readText(value: unknown, allowance: Allowance): string {
  if (typeof value !== 'string') {
    allowance.fault ??= 'a text must be a JSON string';
    return '';
  }
  spendText(allowance, Buffer.byteLength(value));
  return allowance.fault === undefined ? value.toWellFormed() : '';
}

function readAnyValue(value: unknown, depth: number, allowance: Allowance): AttributeValue {
  if (value === undefined || value === null) return null;
  if (depth > DEPTH_MAX) allowance.fault ??= `values are nested deeper than ${DEPTH_MAX}`;
  if (!isObject(value)) allowance.fault ??= 'a value must be an object that names its type';
  if (allowance.fault !== undefined || !isObject(value)) return null;

  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue } = value;
  if (isPresent(stringValue)) return readText(stringValue, allowance);
  if (isPresent(boolValue)) return readBool(boolValue, allowance);
  if (isPresent(intValue)) return readInt64(intValue, allowance);
  if (isPresent(doubleValue)) return readDouble(doubleValue, allowance);
  if (isPresent(arrayValue)) {
    return entriesOf(arrayValue, allowance).map((entry) => readAnyValue(entry, depth + 1, allowance));
  }
  if (!isPresent(kvlistValue)) return null;
  const map = emptyAttributes();
  for (const entry of entriesOf(kvlistValue, allowance)) readKeyValue(entry, map, depth + 1, allowance);
  return map;
}

const isPresent = (value: unknown): boolean => value !== undefined && value !== null;

function entriesOf(value: unknown, allowance: Allowance): readonly unknown[] {
  if (!isObject(value)) {
    allowance.fault ??= 'a list must be an object with values';
    return [];
  }
  const entries = listOf(value.values, 'values', allowance);
  if (entries.length <= ENTRIES_MAX) return entries;
  allowance.fault ??= `more than ${ENTRIES_MAX} entries in one value`;
  return [];
}

function readBool(value: unknown, allowance: Allowance): boolean {
  if (typeof value !== 'boolean') allowance.fault ??= 'boolValue must be true or false';
  return value === true;
}

/** As a string or a number; rounded where it is not a safe integer, as protobuf's is. */
function readInt64(value: unknown, allowance: Allowance): number {
  const whole = typeof value === 'number' ? Number.isInteger(value) : isDigits(value, /^-?\d{1,19}$/);
  const number = Number(value);
  if (whole && number >= -(2 ** 63) && number <= 2 ** 63) return number + 0;
  allowance.fault ??= 'intValue must be a whole number of 64 bits';
  return 0;
}

const namedDoubles = new Map<unknown, number>([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

function readDouble(value: unknown, allowance: Allowance): number {
  const number = typeof value === 'number' ? value : namedDoubles.get(value);
  if (number === undefined) allowance.fault ??= 'doubleValue must be a number';
  return number ?? 0;
}

const isDigits = (value: unknown, shape: RegExp): value is string =>
  typeof value === 'string' && shape.test(value);

/** Nanoseconds, as a string or a number, as whole milliseconds; 0 where absent. */
export function readNanosAsMs(value: unknown, name: string, allowance: Allowance): number {
  if (!isPresent(value)) return 0;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 64) {
    return Math.floor(value / 1_000_000);
  }
  if (isDigits(value, /^\d{1,20}$/) && Number(value) <= 2 ** 64) return Number(value.slice(0, -6));
  allowance.fault ??= `${name} must be nanoseconds of 64 bits`;
  return 0;
}

export function readHex(value: unknown, name: string, allowance: Allowance): string {
  if (!isPresent(value)) return '';
  if (isDigits(value, /^(?:[0-9a-fA-F]{2}){0,32}$/)) return value.toLowerCase();
  allowance.fault ??= `${name} must be hexadecimal`;
  return '';
}
