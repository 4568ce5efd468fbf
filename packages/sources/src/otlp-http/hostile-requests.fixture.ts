import { gzipSync } from 'node:zlib';
import { encode } from '../otlp/otlp.proto.fixture.ts';

export type HostileRequest =
  | {
      kind: 'http';
      method: string;
      path: string;
      headers: Record<string, string>;
      body: Buffer;
      chunked?: boolean;
    }
  | { kind: 'raw'; bytes: Buffer };

/** Seeded, so that a failure can be had again. */
export function randomness(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  const bytes = (length: number): Buffer => Buffer.from(Array.from({ length }, () => below(256)));
  return { below, pick, bytes };
}

type Random = ReturnType<typeof randomness>;

const proto = { 'content-type': 'application/x-protobuf' };
const json = { 'content-type': 'application/json' };
const gzip = { 'content-encoding': 'gzip' };
const MIB = 1_048_576;

const post = (headers: Record<string, string>, body: Buffer | string, path = '/v1/logs'): HostileRequest => ({
  kind: 'http',
  method: 'POST',
  path,
  headers,
  body: Buffer.from(body),
});
const raw = (text: string | Buffer): HostileRequest => ({ kind: 'raw', bytes: Buffer.from(text) });

const record = (attributes: object[]) => ({ eventName: 'mortsafe.agent.heartbeat', attributes });
const request = (...logRecords: object[]) => ({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
const attribute = (key: string, value: object) => ({ key, value });
const text = (stringValue: string) => ({ stringValue });

const sound = request(
  record([attribute('mortsafe.agent', text('worker')), attribute('gen_ai.prompt', text('a secret'))]),
  record(
    Array.from({ length: 20 }, (_, index) => attribute(`mortsafe.${index}`, { intValue: String(index) })),
  ),
);
const soundProto = encode('LogsRequest', sound);
const soundJson = JSON.stringify(sound);
const bombs = [Buffer.alloc(40 * MIB), Buffer.alloc(40 * MIB, '['), Buffer.alloc(33 * MIB, 'ab')].map(
  (bomb) => gzipSync(bomb, { level: 9 }),
);
const nested = (depth: number) => `${'{"arrayValue":{"values":['.repeat(depth)}${']}}'.repeat(depth)}`;
const tooMany = encode('LogsRequest', request(...Array.from({ length: 10_001 }, () => ({}))));

function spoil({ below }: Random, bytes: Buffer): Buffer {
  const spoilt = Buffer.from(bytes);
  for (let count = below(4) + 1; count > 0; count--) spoilt[below(spoilt.length)] = below(256);
  return spoilt;
}

/** A protobuf message within a message within …: of lists, as deep as asked for. */
function nestedProto(depth: number): Buffer {
  let bytes: Buffer = Buffer.alloc(0);
  const within = (tag: number) => Buffer.concat([Buffer.from([tag]), length(bytes.length), bytes]);
  for (let level = 0; level < depth; level++) bytes = within(level % 2 === 0 ? 0x0a : 0x2a);
  for (const tag of [0x12, 0x32, 0x12, 0x12, 0x0a]) bytes = within(tag);
  return bytes;
}
function length(value: number): Buffer {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
}

const wrongTypes = (random: Random): string => {
  const odd = [null, true, 7, -0.5, 1e308, '', 'x', [], [[]], {}, { a: 1 }, '٣', '9'.repeat(30)];
  const names =
    /"(?:resourceLogs|scopeLogs|logRecords|attributes|value|key|stringValue|intValue|eventName)":/g;
  const at = random.below(60);
  let count = 0;
  return soundJson.replace(names, (name) =>
    count++ === at ? `${name}${JSON.stringify(random.pick(odd))},"_":` : name,
  );
};

/** Each kind of hostility, and how often it comes in 10,000. */
const kinds: [weight: number, make: (random: Random) => HostileRequest][] = [
  [
    1_200,
    (random) =>
      post(
        random.pick([proto, json]),
        random.bytes(random.below(400)),
        random.pick(['/v1/logs', '/v1/traces']),
      ),
  ],
  [1_200, ({ below }) => post(proto, soundProto.subarray(0, below(soundProto.length)))],
  [1_500, (random) => post(proto, spoil(random, soundProto), random.pick(['/v1/logs', '/v1/traces']))],
  [700, ({ below }) => post(json, soundJson.slice(0, below(soundJson.length)))],
  [700, (random) => post(json, spoil(random, Buffer.from(soundJson)))],
  [1_200, (random) => post(json, wrongTypes(random))],
  [300, (random) => post(json, nested(random.below(3_000)))],
  [
    200,
    (random) =>
      post(
        json,
        JSON.stringify(request(record([attribute('mortsafe.x', JSON.parse(nested(random.below(20) + 1)))]))),
      ),
  ],
  [200, (random) => post(proto, nestedProto(random.below(2_000)))],
  [500, (random) => post({ ...random.pick([proto, json]), ...gzip }, random.bytes(random.below(200)))],
  [300, ({ below }) => post({ ...json, ...gzip }, gzipSync(soundJson).subarray(0, below(100)))],
  [40, (random) => post({ ...random.pick([proto, json]), ...gzip }, random.pick(bombs))],
  [
    30,
    ({ below }) =>
      ({
        ...(post(json, Buffer.alloc(4 * MIB + 1 + below(MIB), 'x')) as object),
        chunked: below(2) === 0,
      }) as HostileRequest,
  ],
  [20, () => post(proto, tooMany)],
  [
    300,
    ({ below }) =>
      post(
        json,
        JSON.stringify(
          request(record(Array.from({ length: 100 + below(100) }, () => attribute('a', text('b'))))),
        ),
      ),
  ],
  [
    100,
    ({ below }) =>
      post(
        json,
        JSON.stringify(request(record([attribute('mortsafe.x', text('x'.repeat(below(200_000))))]))),
      ),
  ],
  [
    400,
    ({ bytes }) =>
      post(
        proto,
        encode('LogsRequest', request(record([attribute('mortsafe.agent', { bytesValue: bytes(20) })]))),
      ),
  ],
  [
    300,
    ({ below }) =>
      post(
        proto,
        Buffer.concat([soundProto.subarray(0, below(20)), Buffer.from([0xff, 0xfe, 0xc0]), soundProto]),
      ),
  ],
  [
    300,
    (random) =>
      post(
        { 'content-type': random.pick(['', 'text/plain', 'application/xml', 'application/json,', '\xff']) },
        soundJson,
      ),
  ],
  [
    200,
    (random) =>
      post({ ...json, 'content-encoding': random.pick(['br', 'deflate', 'gzip, gzip', 'zstd']) }, soundJson),
  ],
  [
    200,
    (random) => ({
      kind: 'http',
      method: random.pick(['GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']),
      path: '/v1/logs',
      headers: {},
      body: Buffer.alloc(0),
    }),
  ],
  [
    200,
    (random) =>
      post(
        json,
        soundJson,
        random.pick(['/', '/v1/metrics', '/v1/logs/../logs', '/%00', `/${'x'.repeat(4_000)}`]),
      ),
  ],
  [
    100,
    (random) =>
      post(
        { ...json, host: random.pick(['evil.example', '127.0.0.1.evil.example', '10.0.0.1:4318', '']) },
        soundJson,
      ),
  ],
  [60, ({ bytes, below }) => raw(bytes(below(300) + 20))],
  [
    60,
    ({ below }) =>
      raw(
        `POST /v1/logs HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${below(9) + 5}\r\n\r\n{}`,
      ),
  ],
  [
    60,
    (random) =>
      raw(
        `POST /v1/logs HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${random.pick(['-1', '1e3', '99999999999999999999', '2\r\ncontent-length: 3', 'x'])}\r\n\r\n{}`,
      ),
  ],
  [
    60,
    (random) =>
      raw(
        `POST /v1/logs HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${random.pick(['zz\r\n', '5\r\nab', 'ffffffffffffffffff\r\n', '-1\r\n'])}`,
      ),
  ],
  [30, () => raw(`POST /v1/logs HTTP/1.1\r\nhost: localhost\r\nx: ${'y'.repeat(70_000)}\r\n\r\n`)],
  [
    40,
    (random) =>
      raw(
        random.pick([
          'CONNECT evil.example:443 HTTP/1.1\r\nhost: localhost\r\n\r\n',
          'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
          'GET\r\n\r\n',
          '\r\n\r\n\x16\x03\x01',
        ]),
      ),
  ],
];
const weights = kinds.reduce((sum, [weight]) => sum + weight, 0);

export function hostileRequest(random: Random): HostileRequest {
  let at = random.below(weights);
  for (const [weight, make] of kinds) {
    if (at < weight) return make(random);
    at -= weight;
  }
  return raw('');
}
