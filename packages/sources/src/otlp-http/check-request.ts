import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { SensorDecoder } from '../dialects/sensors/sensor-decoder.ts';
import { sensorDialectNames } from '../dialects/sensors/sensor-dialect-names.ts';
import type { Encoding } from '../otlp/decode-otlp.ts';
import type { Signal } from '../otlp/records.ts';
import type { DoorPass } from '../source.ts';
import type { ErrorStatus } from './responses.ts';

export type Authenticate = (headers: IncomingHttpHeaders) => DoorPass | undefined;

/** What is sent: OpenTelemetry, or what a sensor of the platform says, in the words of the dialect where one is named. */
export type Target = { kind: 'otlp'; signal: Signal } | { kind: 'sensors'; dialect: string | undefined };

export type Checked =
  | { kind: 'admitted'; target: Target; path: string; encoding: Encoding; gzip: boolean; pass: DoorPass }
  | { kind: 'refused'; status: ErrorStatus; reason: string };

export interface CheckOptions {
  authenticate: Authenticate;
  onlyLocal: boolean;
  maxBodyBytes: number;
  /** Present at doors for sensors. */
  sensors?: SensorDecoder | undefined;
}

const signals: ReadonlyMap<string, Signal> = new Map([
  ['/v1/logs', 'logs'],
  ['/v1/traces', 'traces'],
]);
const SENSORS = /^\/v1\/sensors(?:\/([a-z-]+))?$/;
const JSON_TYPES: ReadonlySet<string | undefined> = new Set([
  'application/json',
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
]);

const refused = (status: ErrorStatus, reason: string): Checked => ({ kind: 'refused', status, reason });

/** All that can be said of a request before its body is read. */
export function checkRequest({ method, url = '', headers }: IncomingMessage, options: CheckOptions): Checked {
  if (options.onlyLocal && !isLocalHost(headers.host))
    return refused(403, 'only for requests to a local address');
  const path = url.replace(/[?#].*$/s, '');
  const target = targetOf(path, options);
  if (typeof target === 'string') return refused(404, target);
  if (method !== 'POST') return refused(405, 'only POST is answered here');
  const pass = options.authenticate(headers);
  if (!pass) return refused(401, 'no valid credential');
  if (target.kind === 'sensors' && pass.origin !== 'platform')
    return refused(403, 'only sensors of the platform speak here');
  const encoding = target.kind === 'sensors' ? sensorEncodingOf(headers) : encodingOf(headers);
  if (!encoding) {
    const types = target.kind === 'sensors' ? 'application/x-ndjson' : 'application/x-protobuf';
    return refused(415, `content-type must be ${types} or application/json`);
  }
  const packing = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (packing !== 'gzip' && packing !== 'identity')
    return refused(415, 'content-encoding must be gzip or none');
  if (Number(headers['content-length'] ?? 0) > options.maxBodyBytes) {
    return refused(413, `the body is larger than ${options.maxBodyBytes} bytes`);
  }
  return { kind: 'admitted', target, path, encoding, gzip: packing === 'gzip', pass };
}

/** @returns What there is instead, where there is nothing of that name. */
function targetOf(path: string, { sensors }: CheckOptions): Target | string {
  const signal = signals.get(path);
  if (signal) return { kind: 'otlp', signal };
  if (!sensors) return 'there are /v1/logs and /v1/traces here';
  const [asked, dialect] = SENSORS.exec(path) ?? [];
  if (asked === undefined) return 'there are /v1/logs, /v1/traces and /v1/sensors here';
  if (dialect === undefined || sensorDialectNames.includes(dialect)) return { kind: 'sensors', dialect };
  return `sensors speak ${sensorDialectNames.join(', ')}`;
}

const typeOf = (headers: IncomingHttpHeaders): string | undefined =>
  headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();

/** However a shipper calls JSON, one object or one a line: which it is shows. */
const sensorEncodingOf = (headers: IncomingHttpHeaders): Encoding | undefined =>
  JSON_TYPES.has(typeOf(headers)) ? 'json' : undefined;

export function encodingOf(headers: IncomingHttpHeaders): Encoding | undefined {
  const type = typeOf(headers);
  if (type === 'application/x-protobuf') return 'protobuf';
  return type === 'application/json' ? 'json' : undefined;
}

/** A page whose name was pointed at this machine still calls itself by that name. */
function isLocalHost(host = ''): boolean {
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
  return name === 'localhost' || name === '[::1]' || (name.startsWith('127.') && isIP(name) === 4);
}

export const isLoopback = (address: string): boolean => address === '::1' || isLocalHost(address);
