import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AgentEvent, type AgentEventType, fromLogRecord, parseAgentEvent } from '@mortsafe/agent-events';
import { decodeJson, decodeProto, type SentRecord } from './otlp-decode.ts';

export interface OtlpReceiver {
  readonly url: string;
  readonly port: number;
  readonly events: AgentEvent[];
  readonly spans: SentRecord[];
  readonly headers: IncomingHttpHeaders[];
  /** What it answers from now on. Whatever it does not answer with 200 it has not taken. */
  answer(status: number): void;
  /** Resolves with the first event like that, sent before or after. */
  event(type: AgentEventType, agent?: string): Promise<AgentEvent>;
  close(): Promise<void>;
}

/** A real door: it takes what the detector would take, and fails on what the detector would reject. */
export async function otlpReceiver(port = 0): Promise<OtlpReceiver> {
  const events: AgentEvent[] = [];
  const spans: SentRecord[] = [];
  const headers: IncomingHttpHeaders[] = [];
  let status = 200;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      response.statusCode = status;
      if (status === 200) take(request.url ?? '', request.headers, Buffer.concat(chunks));
      response.end();
    });
  });

  function take(path: string, head: IncomingHttpHeaders, bytes: Buffer): void {
    headers.push(head);
    const records =
      head['content-type'] === 'application/json' ? decodeJson(bytes) : decodeProto(path, bytes);
    if (path === '/v1/traces') spans.push(...records);
    else events.push(...records.map(asEvent));
  }

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  return {
    ...{ events, spans, headers, port: bound, url: `http://127.0.0.1:${bound}` },
    answer: (next) => {
      status = next;
    },
    event: (type, agent) =>
      until(
        () => events.find((event) => event.type === type && (agent ?? event.agent) === event.agent),
        type,
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function asEvent(record: SentRecord): AgentEvent {
  const reading = fromLogRecord(record, []);
  if (reading.kind === 'drop') throw new Error(reading.reason);
  const parsed = parseAgentEvent(reading.candidate, { origin: 'agent', observedTime: Date.now() });
  if (parsed.kind === 'reject') throw new Error(parsed.reason);
  return parsed.event;
}

/** Waits for something that other processes bring about. */
export async function until<Found>(
  find: () => Found | undefined | Promise<Found | undefined>,
  what: string,
): Promise<Found> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${what} never came`);
}
