import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DecodedDelivery, Encoding, OtlpDelivery } from '../otlp/decode-otlp.ts';
import type { Rejection } from '../source.ts';
import { rejection } from '../source.ts';
import { type Checked, type CheckOptions, checkRequest, encodingOf } from './check-request.ts';
import { type Counts, kindOfReason } from './counts.ts';
import type { Holding, InFlight } from './in-flight.ts';
import type { OtlpHttpReceiverOptions } from './otlp-http-receiver.ts';
import { type BodyLimits, discardRest, readBody } from './read-body.ts';
import { contentTypes, type ErrorStatus, errorResponse, exportResponse } from './responses.ts';

const RETRY_AFTER_S = 1;
const DISCARD_BYTES_MAX = 16 * 1_048_576;
const DISCARD_TIMEOUT_MS = 1_000;
const MESSAGE_REASONS_MAX = 5;

type Parts = Pick<OtlpHttpReceiverOptions, 'accept' | 'reject' | 'now'> &
  CheckOptions &
  BodyLimits & {
    decode: (delivery: OtlpDelivery) => DecodedDelivery;
    inFlight: InFlight;
    counts: Counts;
  };

type Admitted = Extract<Checked, { kind: 'admitted' }>;
type Refusal = { status: ErrorStatus; reason: string };
type Answer = { status: 200; body: Uint8Array } | Refusal | { status: 'aborted' };

/** One request, from its headers to its answer. */
export function createHandler(parts: Parts) {
  const { counts, inFlight } = parts;

  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    counts.totals.requests++;
    const encoding = encodingOf(request.headers) ?? 'json';
    const checked = checkRequest(request, parts);
    const holding = checked.kind === 'admitted' ? inFlight.enter() : undefined;
    try {
      const answer = await answerTo(checked, holding, request, response);
      if (answer.status === 'aborted') gone();
      else if (answer.status === 200) send(response, 200, encoding, answer.body);
      else await refuse(request, response, encoding, answer);
    } finally {
      holding?.leave();
    }
  };

  async function answerTo(
    checked: Checked,
    holding: Holding | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Answer> {
    if (checked.kind === 'refused') return checked;
    if (!holding) return { status: 429, reason: 'over capacity' };
    if (request.headers.expect !== undefined) response.writeContinue();
    const body = await readBody(request, checked.gzip, parts, holding);
    if (body.kind === 'aborted') return { status: 'aborted' };
    if (body.kind === 'refused') return setAside(checked, body);
    return take(checked, body.bytes);
  }

  async function take(admitted: Admitted, bytes: Buffer): Promise<Answer> {
    const { signal, encoding, pass } = admitted;
    const position = `/v1/${signal}`;
    const decoded = parts.decode({ signal, encoding, pass, bytes, position, observedTime: parts.now() });
    if (decoded.kind === 'malformed') return setAside(admitted, { status: 400, reason: decoded.reason });
    if (decoded.kind === 'too large') return setAside(admitted, { status: 413, reason: decoded.reason });

    const { events, rejections, drops } = decoded;
    try {
      if (events.length > 0) await parts.accept(events);
    } catch {
      return { status: 503, reason: 'events could not be stored' };
    }
    counts.totals.events += events.length;
    counts.totals.dropped += drops.length;
    for (const reason of drops) counts.reason(reason);
    for (const { reason } of rejections) counts.reason(reason);
    await passOn(rejections);
    return { status: 200, body: exportResponse(signal, encoding, rejections.length, messageOf(rejections)) };
  }

  /** A whole request that cannot be decoded: its bytes may hold content anywhere, so none are kept. */
  async function setAside({ signal }: Admitted, refusal: Refusal): Promise<Answer> {
    if (refusal.status !== 429) await passOn([rejection(refusal.reason, `/v1/${signal}`)]);
    return refusal;
  }

  async function passOn(rejections: Rejection[]): Promise<void> {
    if (rejections.length === 0) return;
    counts.totals.rejected += rejections.length;
    try {
      await parts.reject(rejections);
    } catch {
      counts.totals.rejectionsLost += rejections.length;
    }
  }

  function gone(): void {
    counts.status(0);
    counts.reason('the sender went away');
  }

  async function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    encoding: Encoding,
    { status, reason }: Refusal,
  ): Promise<void> {
    counts.reason(reason);
    // Who asked before sending is still waiting for this answer.
    if (request.headers.expect === undefined)
      await discardRest(request, DISCARD_BYTES_MAX, DISCARD_TIMEOUT_MS);
    response.shouldKeepAlive &&= request.complete;
    if (status === 429 || status === 503) response.setHeader('retry-after', RETRY_AFTER_S);
    if (status === 401) response.setHeader('www-authenticate', 'Bearer');
    if (status === 405) response.setHeader('allow', 'POST');
    send(response, status, encoding, errorResponse(status, encoding, reason));
  }

  function send(response: ServerResponse, status: number, encoding: Encoding, body: Uint8Array): void {
    if (response.destroyed) {
      gone();
      return;
    }
    counts.status(status);
    response.writeHead(status, { 'content-type': contentTypes[encoding], 'content-length': body.length });
    response.end(body);
  }
}

/** Says which faults there were, not every record that had one. */
function messageOf(rejections: readonly Rejection[]): string {
  const kinds = new Set(rejections.map(({ reason }) => kindOfReason(reason)));
  const named = [...kinds].slice(0, MESSAGE_REASONS_MAX).join('; ');
  return kinds.size > MESSAGE_REASONS_MAX ? `${named}; and ${kinds.size - MESSAGE_REASONS_MAX} more` : named;
}
