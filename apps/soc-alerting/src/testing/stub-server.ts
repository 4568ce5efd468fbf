import { createServer, type IncomingMessage } from 'node:http';
import { freePorts } from '@mortsafe/testing';

export interface Received {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** An HTTP server of a test's own: answers as told, keeps what it was sent. */
export interface StubServer {
  url: string;
  received: Received[];
  /** Default 200 and nothing more. `hang` never answers. */
  answer: (request: Received) => Answer | 'hang';
  /** Ends it, and every connection. */
  close(): Promise<void>;
}

export async function stubServer(): Promise<StubServer> {
  const stub: Omit<StubServer, 'url' | 'close'> = { received: [], answer: () => ({ status: 200 }) };
  const server = createServer((request, response) => {
    void read(request).then((received) => {
      stub.received.push(received);
      const answer = stub.answer(received);
      if (answer === 'hang') return;
      response.writeHead(answer.status, answer.headers).end(answer.body ?? '');
    });
  });
  const [port = 0] = await freePorts(1);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return Object.assign(stub, {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

async function read(request: IncomingMessage): Promise<Received> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  return { method: request.method ?? '', path: request.url ?? '', headers, body };
}
