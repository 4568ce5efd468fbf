import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Encoding } from '../otlp/decode-otlp.ts';
import { type CheckOptions, checkRequest, encodingOf } from './check-request.ts';
import type { Counts } from './counts.ts';
import type { Holding, InFlight } from './in-flight.ts';
import { type BodyLimits, discardRest, readBody } from './read-body.ts';
import { contentTypes, errorResponse } from './responses.ts';
import {
  type Admitted,
  type Answer,
  type BodyTakerParts,
  createBodyTaker,
  type Refusal,
} from './take-body.ts';

const RETRY_AFTER_S = 1;
const DISCARD_BYTES_MAX = 16 * 1_048_576;
const DISCARD_TIMEOUT_MS = 1_000;

export type HandlerParts = BodyTakerParts & CheckOptions & BodyLimits & { inFlight: InFlight };

/** One request, from its headers to its answer. */
export function createHandler(parts: HandlerParts) {
  const { counts, inFlight } = parts;
  const bodies = createBodyTaker(parts);

  async function answerTo(
    admitted: Admitted,
    holding: Holding,
    exchange: Exchange,
  ): Promise<Answer | 'aborted'> {
    const { request, response } = exchange;
    if (request.headers.expect !== undefined) response.writeContinue();
    const body = await readBody(request, admitted.gzip, parts, holding);
    if (body.kind === 'aborted') return 'aborted';
    return body.kind === 'refused' ? bodies.setAside(admitted, body) : bodies.take(admitted, body.bytes);
  }

  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    counts.totals.requests++;
    const exchange = { request, response, encoding: encodingOf(request.headers) ?? 'json', counts } as const;
    const checked = checkRequest(request, parts);
    if (checked.kind === 'refused') return refuse(exchange, checked);
    const holding = inFlight.enter();
    if (!holding) return refuse(exchange, { status: 429, reason: 'over capacity' });
    try {
      const answer = await answerTo(checked, holding, exchange);
      if (answer === 'aborted') countGone(counts);
      else if (answer.status === 200) send(exchange, 200, answer.body);
      else {
        holding.leave(); // What follows takes time and holds nothing.
        await refuse(exchange, answer);
      }
    } finally {
      holding.leave();
    }
  };
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  encoding: Encoding;
  counts: Counts;
}

async function refuse(exchange: Exchange, { status, reason }: Refusal): Promise<void> {
  const { request, response, encoding, counts } = exchange;
  counts.reason(reason);
  // Who asked before sending is still waiting for this answer.
  if (request.headers.expect === undefined) await discardRest(request, DISCARD_BYTES_MAX, DISCARD_TIMEOUT_MS);
  response.shouldKeepAlive &&= request.complete;
  if (status === 429 || status === 503) response.setHeader('retry-after', RETRY_AFTER_S);
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  if (status === 405) response.setHeader('allow', 'POST');
  send(exchange, status, errorResponse(status, encoding, reason));
}

function send({ response, encoding, counts }: Exchange, status: number, body: Uint8Array): void {
  if (response.destroyed) {
    countGone(counts);
    return;
  }
  counts.status(status);
  response.writeHead(status, { 'content-type': contentTypes[encoding], 'content-length': body.length });
  response.end(body);
}

function countGone(counts: Counts): void {
  counts.status(0);
  counts.reason('the sender went away');
}
