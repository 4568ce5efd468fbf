import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLogsJson, decodeTracesJson } from './decode-json.ts';
import { decodeLogsProto, decodeTracesProto } from './decode-proto.ts';
import { oracle } from './oracle.fixture.ts';
import { logsRequests, spoilt, tracesRequests, withIdsAsBytes } from './otlp.arbitrary.ts';
import { encode } from './otlp.proto.fixture.ts';

const everything = () => true;
const signals = [
  {
    signal: 'logs',
    message: 'LogsRequest',
    requests: logsRequests,
    proto: decodeLogsProto,
    json: decodeLogsJson,
  },
  {
    signal: 'traces',
    message: 'TracesRequest',
    requests: tracesRequests,
    proto: decodeTracesProto,
    json: decodeTracesJson,
  },
] as const;

describe.each(signals)('a request of $signal', ({ signal, message, requests, proto, json }) => {
  it('is decoded as protobufjs decodes it, from protobuf and from JSON', () => {
    fc.assert(
      fc.property(requests as fc.Arbitrary<object>, (request) => {
        const bytes = encode(message, withIdsAsBytes(request));
        const expected = { kind: 'request', records: oracle(signal, bytes) };
        expect(proto(bytes, everything)).toEqual(expected);
        expect(json(Buffer.from(JSON.stringify(request)), everything)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('is decoded as protobufjs decodes it, or refused by both, when bytes of it are spoilt', () => {
    const encoded = (requests as fc.Arbitrary<object>).map((request) =>
      encode(message, withIdsAsBytes(request)),
    );
    const seen = { same: 0, malformed: 0, notUtf8: 0 };
    fc.assert(
      fc.property(encoded.chain(spoilt), (bytes) => {
        const ours = proto(bytes, everything);
        const theirs = outcomeOf(() => oracle(signal, bytes));
        if (theirs.kind === 'not utf-8')
          seen.notUtf8++; // Ours refuses the record where theirs refuses all.
        else if (theirs.kind === 'malformed') {
          expect(ours.kind).toBe('malformed');
          seen.malformed++;
        } else {
          expect(ours).toEqual({ kind: 'request', records: theirs.records });
          seen.same++;
        }
      }),
      { numRuns: 1_500 },
    );
    expect(Math.min(seen.same, seen.malformed, seen.notUtf8)).toBeGreaterThan(20);
  });
});

function outcomeOf<Records>(work: () => Records) {
  try {
    return { kind: 'records', records: work() } as const;
  } catch (error) {
    return /utf-?8/i.test(String(error))
      ? ({ kind: 'not utf-8' } as const)
      : ({ kind: 'malformed' } as const);
  }
}
