import { PbfWriter } from 'pbf';
import type { Encoding } from '../otlp/decode-otlp.ts';
import type { Signal } from '../otlp/records.ts';

export const contentTypes: Readonly<Record<Encoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** `google.rpc.Code` for each status we answer. */
const rpcCodes = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  405: 12,
  408: 4,
  413: 8,
  415: 3,
  429: 8,
  500: 13,
  503: 14,
} as const;

export type ErrorStatus = keyof typeof rpcCodes;

/** An `Export…ServiceResponse`; what was rejected, if anything was, as its partial success. */
export function exportResponse(
  signal: Signal,
  encoding: Encoding,
  rejected: number,
  message: string,
): Uint8Array {
  if (encoding === 'json') {
    const count = signal === 'logs' ? 'rejectedLogRecords' : 'rejectedSpans';
    const partialSuccess = { [count]: String(rejected), errorMessage: message };
    return Buffer.from(JSON.stringify(rejected > 0 ? { partialSuccess } : {}));
  }
  const writer = new PbfWriter();
  if (rejected > 0) {
    writer.writeMessage(
      1,
      (_, partial) => {
        partial.writeVarintField(1, rejected);
        partial.writeStringField(2, message);
      },
      undefined,
    );
  }
  return writer.finish();
}

/** A `google.rpc.Status`. */
export function errorResponse(status: ErrorStatus, encoding: Encoding, message: string): Uint8Array {
  const code = rpcCodes[status];
  if (encoding === 'json') return Buffer.from(JSON.stringify({ code, message }));
  const writer = new PbfWriter();
  writer.writeVarintField(1, code);
  writer.writeStringField(2, message);
  return writer.finish();
}
