import { Worker } from 'node:worker_threads';
import { JsonLogsSerializer, JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { DeliveryQueue } from './delivery-queue.ts';
import type { TelemetrySettings } from './telemetry-options.ts';

export interface LastWords {
  url: string;
  headers: Record<string, string>;
  body: Uint8Array;
}

const SEND = `
const { workerData: { words, done } } = require('node:worker_threads');
Promise.allSettled(words.map(({ url, ...request }) => fetch(url, { method: 'POST', ...request }))).then(() => {
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
});`;

/** What is not confirmed yet, unless the receiver is known not to answer: nobody is held up for that. */
export function lastWords(
  { endpoint, headers }: TelemetrySettings,
  logs: DeliveryQueue<ReadableLogRecord>,
  spans: DeliveryQueue<ReadableSpan>,
): LastWords[] {
  if (!logs.answering() || !spans.answering()) return [];
  const [records, ended] = [logs.pending(), spans.pending()];
  const json = { ...headers, 'content-type': 'application/json' };
  const bodies = {
    '/v1/logs': records.length > 0 ? JsonLogsSerializer.serializeRequest(records) : undefined,
    '/v1/traces': ended.length > 0 ? JsonTraceSerializer.serializeRequest(ended) : undefined,
  };
  return Object.entries(bodies).flatMap(([path, body]) =>
    body === undefined ? [] : [{ url: endpoint + path, headers: json, body }],
  );
}

/**
 * Sends from the `exit` event, where this thread can wait for nothing: another thread sends while this one stands
 * still, at most `timeoutMs`. So a crash and `process.exit()` are told too. What arrives twice is recognised by its id.
 */
export function sendLastWords(words: LastWords[], timeoutMs: number): void {
  if (words.length === 0 || timeoutMs === 0) return;
  const done = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  try {
    // The thread is to send and nothing else: what is preloaded into the process is not for it.
    new Worker(SEND, { eval: true, workerData: { words, done }, env: {}, execArgv: [] });
    Atomics.wait(done, 0, 0, timeoutMs);
  } catch {
    // A process that has no thread left to give ends without last words.
  }
}
