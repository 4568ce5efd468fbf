import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AgentEvent, Policy } from '@mortsafe/agent-events';
import type { SensorDecoder } from '../dialects/sensors/sensor-decoder.ts';
import { otlpDecoder } from '../otlp/decode-otlp.ts';
import type { Rejection } from '../source.ts';
import { type Authenticate, isLoopback } from './check-request.ts';
import { createCounts, type ReceiverCounts } from './counts.ts';
import { createHandler } from './handle-request.ts';
import { createInFlight } from './in-flight.ts';
import { serveWith } from './serve-with.ts';

export interface OtlpHttpReceiverOptions {
  /** Default `127.0.0.1`. */
  host?: string;
  /** Default 4318, the one of OTLP; 0 for any that is free. */
  port?: number;
  /** As sent. Default 4 MiB. */
  maxBodyBytes?: number;
  /** Unpacked. Default 32 MiB. */
  maxDecompressedBytes?: number;
  /** All bodies together, unpacked. Default 64 MiB. */
  maxInFlightBytes?: number;
  /** Requests at work. Default 1,024. */
  maxInFlightRequests?: number;
  /** Default 1,024. */
  maxConnections?: number;
  /** From a request's first byte to its headers' last. Default 10,000. */
  headersTimeoutMs?: number;
  /** From a request's first byte to its last. Default 30,000. */
  requestTimeoutMs?: number;
  /** Refuse requests whose `Host` is no local name. Default true where `host` is a loopback address. */
  onlyLocal?: boolean;
  /** Who stands at the door; undefined for nobody who may come in. */
  authenticate: Authenticate;
  /** Resolves once the events are stored. When it rejects the sender is told to come back. */
  accept(events: AgentEvent[]): Promise<void>;
  /** Takes note of what was rejected. Its failure is counted; it does not fail the request. */
  reject(rejections: Rejection[]): Promise<void> | void;
  /** Takes note of why records were understood and left out. */
  drop?(reasons: readonly string[]): void;
  /** Epoch milliseconds. */
  now(): number;
  policy: Policy;
  /** Hears sensors of the platform at `/v1/sensors`, from whoever comes in with that origin. */
  sensors?: SensorDecoder | undefined;
}

export interface OtlpHttpReceiver {
  /** @throws When the address is taken or not ours. */
  listen(): Promise<{ port: number }>;
  counts(): ReceiverCounts;
  /** Takes no more requests, lets those at work finish for up to `graceMs` (default 5,000), then cuts them off. */
  close(graceMs?: number): Promise<void>;
}

const MIB = 1_048_576;
const CHECK_EVERY_MS = 1_000;
const GRACE_MS = 5_000;

/**
 * A door for OpenTelemetry: `POST /v1/logs` and `/v1/traces`, protobuf or JSON, gzip or plain; and, where it is one for
 * sensors, `/v1/sensors` for what they say in their own words, or `/v1/sensors/<dialect>`.
 *
 * 200 means that `accept` has resolved: the events are stored. Rejected records are named in the answer's partial
 * success and given to `reject`. 429 and 503 carry `Retry-After`; other errors are the sender's, and final.
 *
 * @example
 * const door = otlpHttpReceiver({ authenticate: () => ({ origin: 'agent' }), accept, reject, now: Date.now, policy });
 * const { port } = await door.listen();
 */
export function otlpHttpReceiver(options: OtlpHttpReceiverOptions): OtlpHttpReceiver {
  const {
    host = '127.0.0.1',
    port = 4318,
    maxBodyBytes = 4 * MIB,
    maxDecompressedBytes = 32 * MIB,
  } = options;
  const { requestTimeoutMs = 30_000 } = options;
  const counts = createCounts();
  const handle = createHandler({
    ...options,
    maxBodyBytes,
    maxDecompressedBytes,
    onlyLocal: options.onlyLocal ?? isLoopback(host),
    decode: otlpDecoder(options.policy),
    inFlight: createInFlight({
      requestsMax: options.maxInFlightRequests ?? 1_024,
      bytesMax: options.maxInFlightBytes ?? 64 * MIB,
    }),
    counts,
  });
  const server = createServer({
    headersTimeout: Math.min(options.headersTimeoutMs ?? 10_000, requestTimeoutMs),
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: CHECK_EVERY_MS,
    requireHostHeader: false, // Ours to refuse, and to count.
  });
  server.maxConnections = options.maxConnections ?? 1_024;

  serveWith(server, handle, counts);

  return {
    counts: counts.read,
    async listen() {
      server.listen(port, host);
      await once(server, 'listening'); // Rejects with the error, should there be one.
      return { port: (server.address() as AddressInfo).port };
    },
    async close(graceMs = GRACE_MS) {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}
