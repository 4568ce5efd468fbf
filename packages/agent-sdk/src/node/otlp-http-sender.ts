import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { context, diag } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { Delivery } from './delivery-queue.ts';

/** As `ProtobufLogsSerializer` and its siblings. */
export interface Serializer<Item> {
  serializeRequest(items: Item[]): Uint8Array | undefined;
  deserializeResponse(answer: Uint8Array): {
    partialSuccess?: { errorMessage?: string | undefined } | undefined;
  };
}

export interface SenderOptions<Item> {
  url: string;
  headers: Record<string, string>;
  serializer: Serializer<Item>;
  /** From the first byte sent to the last one received. */
  timeoutMs: number;
}

const ANSWER_BYTES_MAX = 65_536;
/** Statuses that say the batch itself is at fault. All others may pass: a proxy restarts, a token is renewed. */
const refusals: ReadonlySet<unknown> = new Set([400, 413, 415, 422]);

/**
 * Posts batches as OTLP/HTTP. Settles within `timeoutMs` and never rejects. The exporters of OpenTelemetry try again
 * by themselves, with timers that keep a dying process from its end; here only the queue decides what is tried when.
 */
export function otlpHttpSender<Item>(options: SenderOptions<Item>): (items: Item[]) => Promise<Delivery> {
  const { url, headers, serializer, timeoutMs } = options;
  const secure = url.startsWith('https:');
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const post = () => {
    const fields = { ...headers, 'content-type': 'application/x-protobuf' };
    return (secure ? requestHttps : requestHttp)(url, { method: 'POST', agent, headers: fields });
  };

  return async function send(items) {
    const body = serialize(serializer, items);
    if (body === undefined) return 'refused';
    // Nor may it be traced, or each request would beget the next.
    const request = context.with(suppressTracing(context.active()), post);
    const response = await exchange(request, body, timeoutMs);
    const { statusCode = 0 } = response?.message ?? {};
    if (response === undefined || statusCode < 200 || statusCode > 299) {
      return refusals.has(statusCode) ? 'refused' : 'failed';
    }
    complain(serializer, response.answer);
    return 'delivered';
  };
}

function serialize<Item>(serializer: Serializer<Item>, items: Item[]): Uint8Array | undefined {
  try {
    return serializer.serializeRequest(items);
  } catch (error) {
    diag.error('mortsafe: telemetry that cannot be serialised is dropped', error);
    return undefined;
  }
}

interface Response {
  message: IncomingMessage;
  answer: Buffer;
}

/** Undefined where there was no answer, not in time, or too much of one. */
function exchange(
  request: ClientRequest,
  body: Uint8Array,
  timeoutMs: number,
): Promise<Response | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => request.destroy(), timeoutMs).unref();
    const settle = (response?: Response) => {
      clearTimeout(timer);
      resolve(response);
    };
    request.on('socket', (socket) => socket.unref());
    request.on('response', (message) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      message.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > ANSWER_BYTES_MAX) message.destroy();
        else chunks.push(chunk);
      });
      message.on('end', () => settle({ message, answer: Buffer.concat(chunks) }));
      message.on('close', () => settle());
    });
    request.on('error', () => settle());
    request.on('close', () => settle());
    request.end(body);
  });
}

/** The receiver took the batch and found fault with some of it: a mistake of ours, or a limit of its own. */
function complain<Item>(serializer: Serializer<Item>, answer: Buffer): void {
  if (answer.length === 0) return;
  try {
    const { errorMessage } = serializer.deserializeResponse(answer).partialSuccess ?? {};
    if (errorMessage) diag.warn(`mortsafe: the receiver refused part of the telemetry: ${errorMessage}`);
  } catch {
    // Some receivers answer in JSON or in prose. It was a success all the same.
  }
}
