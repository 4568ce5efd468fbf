import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Encoding } from '../otlp/decode-otlp.ts';
import type { Signal } from '../otlp/records.ts';
import type { DoorPass } from '../source.ts';
import type { ErrorStatus } from './responses.ts';

export type Authenticate = (headers: IncomingHttpHeaders) => DoorPass | undefined;

export type Checked =
  | { kind: 'admitted'; signal: Signal; encoding: Encoding; gzip: boolean; pass: DoorPass }
  | { kind: 'refused'; status: ErrorStatus; reason: string };

export interface CheckOptions {
  authenticate: Authenticate;
  onlyLocal: boolean;
  maxBodyBytes: number;
}

const signals: ReadonlyMap<string, Signal> = new Map([
  ['/v1/logs', 'logs'],
  ['/v1/traces', 'traces'],
]);

const refused = (status: ErrorStatus, reason: string): Checked => ({ kind: 'refused', status, reason });

/** All that can be said of a request before its body is read. */
export function checkRequest({ method, url = '', headers }: IncomingMessage, options: CheckOptions): Checked {
  if (options.onlyLocal && !isLocalHost(headers.host))
    return refused(403, 'only for requests to a local address');
  const signal = signals.get(url.replace(/[?#].*$/s, ''));
  if (!signal) return refused(404, 'there are /v1/logs and /v1/traces here');
  if (method !== 'POST') return refused(405, 'only POST is answered here');
  const pass = options.authenticate(headers);
  if (!pass) return refused(401, 'no valid credential');
  const encoding = encodingOf(headers);
  if (!encoding) return refused(415, 'content-type must be application/x-protobuf or application/json');
  const packing = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (packing !== 'gzip' && packing !== 'identity')
    return refused(415, 'content-encoding must be gzip or none');
  if (Number(headers['content-length'] ?? 0) > options.maxBodyBytes) {
    return refused(413, `the body is larger than ${options.maxBodyBytes} bytes`);
  }
  return { kind: 'admitted', signal, encoding, gzip: packing === 'gzip', pass };
}

export function encodingOf(headers: IncomingHttpHeaders): Encoding | undefined {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/x-protobuf') return 'protobuf';
  return type === 'application/json' ? 'json' : undefined;
}

/** A page whose name was pointed at this machine still calls itself by that name. */
function isLocalHost(host = ''): boolean {
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
  return name === 'localhost' || name === '[::1]' || (name.startsWith('127.') && isIP(name) === 4);
}

export const isLoopback = (address: string): boolean => address === '::1' || isLocalHost(address);
