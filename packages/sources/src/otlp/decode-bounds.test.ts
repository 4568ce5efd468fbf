import { describe, expect, it } from 'vitest';
import { decodeLogsJson } from './decode-json.ts';
import { decodeLogsProto } from './decode-proto.ts';
import { encode } from './otlp.proto.fixture.ts';
import type { AttributeValue, Wanted } from './records.ts';

const everything: Wanted = () => true;
const text = (stringValue: string) => ({ stringValue });
const list = (...values: object[]) => ({ arrayValue: { values } });
const attribute = (key: string, value: object) => ({ key, value });
const requestOf = (attributes: object[], resource: object[] = []) => ({
  resourceLogs: [{ resource: { attributes: resource }, scopeLogs: [{ logRecords: [{ attributes }] }] }],
});
const deep = (depth: number): object => (depth === 1 ? text('x') : list(deep(depth - 1)));

/** Both encodings must say the same of each. */
function read(request: object, wanted = everything) {
  const fromProto = decodeLogsProto(encode('LogsRequest', request), wanted);
  const fromJson = decodeLogsJson(Buffer.from(JSON.stringify(request)), wanted);
  expect(fromJson).toEqual(fromProto);
  return fromProto;
}

function faultOf(request: object, wanted = everything): string | undefined {
  const decoded = read(request, wanted);
  if (decoded.kind !== 'request') return decoded.reason;
  const [received] = decoded.records;
  return received?.kind === 'reject' ? received.reason : undefined;
}

function attributesOf(request: object, wanted = everything): Record<string, AttributeValue> {
  const decoded = read(request, wanted);
  const received = decoded.kind === 'request' ? decoded.records[0] : undefined;
  return received?.kind === 'record' ? { ...received.record.attributes } : {};
}

describe('the bounds of a request', () => {
  it('hold 10,000 records and no more', () => {
    const of = (count: number) => ({
      resourceLogs: [{ scopeLogs: [{ logRecords: Array.from({ length: count }, () => ({})) }] }],
    });
    expect(read(of(10_000))).toMatchObject({ kind: 'request', records: { length: 10_000 } });
    expect(read(of(10_001))).toEqual({ kind: 'too large', reason: 'more than 10000 records in one request' });
  });

  it('hold 128 attributes a record, wanted or not', () => {
    const of = (count: number) =>
      requestOf(Array.from({ length: count }, (_, at) => attribute(`a${at}`, text('b'))));
    expect(faultOf(of(128))).toBeUndefined();
    expect(faultOf(of(129))).toBe('more than 128 attributes');
    expect(faultOf(of(129), () => false)).toBe('more than 128 attributes');
  });

  it('hold texts of 16 KiB and 128 KiB of them a record', () => {
    expect(faultOf(requestOf([attribute('a', text('é'.repeat(8_192)))]))).toBeUndefined();
    expect(faultOf(requestOf([attribute('a', text(`${'é'.repeat(8_192)}x`))]))).toBe(
      'a text of more than 16384 bytes',
    );
    const many = (count: number) =>
      requestOf([attribute('', list(...Array.from({ length: count }, () => text('x'.repeat(16_384)))))]);
    expect(faultOf(many(8))).toBeUndefined();
    expect(faultOf(many(9))).toBe('more than 131072 bytes of text in one record');
  });

  it('hold values nested 8 deep', () => {
    expect(faultOf(requestOf([attribute('a', deep(8))]))).toBeUndefined();
    expect(faultOf(requestOf([attribute('a', deep(9))]))).toBe('values are nested deeper than 8');
  });

  it('hold 1,000 entries a value', () => {
    const of = (count: number) =>
      requestOf([attribute('a', list(...Array.from({ length: count }, () => text(''))))]);
    expect(faultOf(of(1_000))).toBeUndefined();
    expect(faultOf(of(1_001))).toBe('more than 1000 entries in one value');
  });

  it('hold for a resource too, and then for every record of it', () => {
    const resource = Array.from({ length: 129 }, (_, at) => attribute(`a${at}`, text('b')));
    expect(faultOf(requestOf([], resource))).toBe('resource: more than 128 attributes');
  });

  it('do not stop at what is not wanted: it is skipped, however large', () => {
    const wanted = (name: string) => name === 'a';
    const request = requestOf([attribute('prompt', text('x'.repeat(100_000))), attribute('a', text('b'))]);
    expect(attributesOf(request, wanted)).toEqual({ a: 'b' });
  });
});

describe('text that is not UTF-8', () => {
  it('is refused where it is read, not replaced', () => {
    const bytes = encode('LogsRequest', requestOf([attribute('abc', text('name'))]));
    const spoilt = Buffer.from(bytes.toString('latin1').replace('name', 'n\xe4me'), 'latin1');
    expect(decodeLogsProto(spoilt, everything)).toEqual({
      kind: 'request',
      records: [{ kind: 'reject', reason: 'a text is not valid UTF-8' }],
    });
    expect(decodeLogsProto(spoilt, () => false)).toMatchObject({ records: [{ kind: 'record' }] });
    expect(decodeLogsJson(Buffer.from('{"a":"\xe4"}', 'latin1'), everything)).toEqual({
      kind: 'malformed',
      reason: 'not valid UTF-8',
    });
  });

  it('is told from a replacement character that was sent', () => {
    expect(attributesOf(requestOf([attribute('a', text('\ufffd'))]))).toEqual({ a: '\ufffd' });
  });
});

describe('a request that breaks off', () => {
  it('is malformed wherever it was cut, unless between two fields', () => {
    const bytes = encode('LogsRequest', requestOf([attribute('a', text('b'))]));
    for (let end = 1; end < bytes.length; end++) {
      expect(decodeLogsProto(bytes.subarray(0, end), everything)).toEqual({
        kind: 'malformed',
        reason: 'the input is truncated',
      });
    }
  });
});

describe('a group, which protobuf no longer has', () => {
  const [start, end] = [0x73, 0x74];
  const decoded = (...bytes: number[]) => decodeLogsProto(Buffer.from(bytes), everything);

  it('is skipped with all that is in it', () => {
    expect(decoded(start, 0x08, 0x01, start, end, 0x12, 0x01, 0x61, end)).toEqual({
      kind: 'request',
      records: [],
    });
  });

  it('is refused when it does not end, ends another, or is nested without end', () => {
    expect(decoded(start)).toEqual({ kind: 'malformed', reason: 'the input is truncated' });
    expect(decoded(start, 0x7c)).toEqual({ kind: 'malformed', reason: 'a group has no end' });
    expect(decoded(end)).toEqual({ kind: 'malformed', reason: 'a field has no valid wire type' });
    expect(decoded(...new Array(100_000).fill(start))).toEqual({
      kind: 'malformed',
      reason: 'groups are nested too deep',
    });
  });
});

describe('OTLP/JSON', () => {
  const record = (json: object) => {
    const decoded = decodeLogsJson(
      Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [json] }] }], unknown: 1 })),
      everything,
    );
    return decoded.kind === 'request' ? decoded.records[0] : decoded;
  };

  it('takes 64-bit integers as text and as numbers', () => {
    const attributes = [attribute('a', { intValue: '-7' }), attribute('b', { intValue: 7 })];
    for (const timeUnixNano of ['1760000000123456789', Number('1760000000123456789')]) {
      expect(record({ timeUnixNano, attributes })).toMatchObject({
        record: { timeMs: 1_760_000_000_123, attributes: { a: -7, b: 7 } },
      });
    }
    expect(record({ timeUnixNano: '-1' })).toMatchObject({ kind: 'reject' });
    expect(record({ attributes: [attribute('a', { intValue: '1.5' })] })).toMatchObject({ kind: 'reject' });
  });

  it('takes ids as hexadecimal of either case, and not as base64', () => {
    expect(record({ traceId: 'AB'.repeat(16) })).toMatchObject({ record: { traceId: 'ab'.repeat(16) } });
    expect(record({ traceId: 'q6urq6urq6urq6urq6urqw==' })).toEqual({
      kind: 'reject',
      reason: 'traceId must be hexadecimal',
    });
  });

  it('is refused before it is parsed when brackets alone would fill the memory', () => {
    const of = (text: string) => decodeLogsJson(Buffer.from(text), everything);
    expect(of(`${'['.repeat(65)}`)).toEqual({ kind: 'malformed', reason: 'JSON is nested deeper than 64' });
    expect(of(`{"a":"${'['.repeat(65)}\\"[","b":"\\\\"}`)).toEqual({ kind: 'request', records: [] });
    expect(of(`[${'{},'.repeat(1_000_001)}1]`)).toEqual({
      kind: 'malformed',
      reason: 'JSON holds more than 2000000 values',
    });
  });
});
