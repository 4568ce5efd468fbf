import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ToldOrder } from '../control/read-orders.ts';

export interface OrdersDoor {
  readonly url: string;
  /** What is asked of it: path and query, and how. */
  readonly asked: { path: string; query: Record<string, string>; streams: boolean; token: string }[];
  /** What is in force from now on. */
  order(...orders: (Pick<ToldOrder, 'order'> & Partial<ToldOrder>)[]): void;
  /** Peers that may not be launched. */
  forbid(...peers: string[]): void;
  close(): Promise<void>;
}

/** A door that tells orders as the real one does. `streams: false` is one behind a proxy that lets no stream through. */
export async function ordersDoor({ streams = true } = {}): Promise<OrdersDoor> {
  const asked: OrdersDoor['asked'] = [];
  const waiting = new Set<() => void>();
  let orders: ToldOrder[] = [];
  let forbidden: string[] = [];
  const told = (): string => JSON.stringify({ state: stateOf(orders), orders });
  const stateOf = (some: ToldOrder[]): string => some.map(({ order }) => order).join() || 'none';

  function stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const tell = (): void => void response.write(`: hello\n\nevent: orders\ndata: ${told()}\n\n`);
    tell();
    waiting.add(tell);
    response.on('close', () => waiting.delete(tell));
  }

  function poll(response: ServerResponse, known: string | undefined): void {
    const answer = (): void => {
      waiting.delete(answer);
      response.end(told());
    };
    if (known !== stateOf(orders)) answer();
    else waiting.add(answer);
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://door');
    const wantsStream = request.headers.accept === 'text/event-stream';
    const token = request.headers.authorization ?? '';
    const query = Object.fromEntries(searchParams);
    asked.push({ path: pathname, query, streams: wantsStream, token });
    if (pathname === '/v1/launch-permit') {
      response.end(JSON.stringify({ mayLaunch: !forbidden.includes(query.peer ?? '') }));
    } else if (!wantsStream) poll(response, query.known);
    else if (streams) stream(response);
    else response.writeHead(502).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    order(...now) {
      orders = now.map((one) => ({ level: 'mandatory', deadlineInMs: 30_000, mayRelaunch: false, ...one }));
      for (const tell of [...waiting]) tell();
    },
    forbid: (...peers) => {
      forbidden = peers;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
