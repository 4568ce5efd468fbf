import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Counts } from './counts.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Connects a handler to all that may come in by a socket, HTTP or not: each is answered or cut off, and counted. */
export function serveWith(server: Server, handle: Handle, counts: Counts): void {
  const atWork = new WeakSet<Duplex>();

  const serve = (request: IncomingMessage, response: ServerResponse) => {
    atWork.add(request.socket);
    handle(request, response)
      .catch((error: unknown) => {
        counts.reason(`internal error (${error instanceof Error ? error.name : 'unknown'})`);
        response.destroy();
      })
      .finally(() => atWork.delete(request.socket));
  };
  const refuse = (socket: Duplex, status: number, reason: string) => {
    counts.reason(reason);
    if (!atWork.has(socket)) {
      counts.totals.requests++;
      counts.status(socket.writable ? status : 0);
    }
    // Either the parser is lost or nothing was asked that we answer: the connection is of no more use.
    if (socket.writable) socket.end(`HTTP/1.1 ${status} \r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    else socket.destroy();
  };

  server.on('request', serve).on('checkContinue', serve).on('checkExpectation', serve);
  server.on('connect', (_request, socket) => refuse(socket, 405, 'only POST is answered here'));
  server.on('drop', () => counts.reason('too many connections'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const { status, reason } = whyUnreadable(error);
    refuse(socket, status, reason);
  });
}

function whyUnreadable({ code = '' }: NodeJS.ErrnoException): { status: number; reason: string } {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { status: 408, reason: 'the request took too long' };
  if (code === 'HPE_HEADER_OVERFLOW') return { status: 431, reason: 'the headers are too large' };
  if (code === 'ECONNRESET' || code === 'EPIPE') return { status: 400, reason: 'the connection broke off' };
  return { status: 400, reason: 'not HTTP' };
}
