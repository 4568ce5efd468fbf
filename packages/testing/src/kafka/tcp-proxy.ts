import { connect, createServer, type Socket } from 'node:net';

/** A wire between two processes that a test can cut. */
export interface TcpProxy {
  port: number;
  /** Every connection breaks, and new ones are refused as soon as they come. */
  cut(): void;
  /** Nothing passes, and nobody is told: as when a cable is pulled. */
  hold(): void;
  /** All is well again; what was held arrives. */
  heal(): void;
  /** Each piece arrives so much later. 0 ends it. */
  delay(ms: number): void;
  close(): Promise<void>;
}

type State = 'well' | 'cut' | 'held';

/** Passes on what it gets to a port of this machine, as long as it is let. */
export async function tcpProxy(targetPort: () => number): Promise<TcpProxy> {
  const pairs = new Set<[Socket, Socket]>();
  let state: State = 'well';
  let delayMs = 0;

  const server = createServer((client) => {
    if (state === 'cut') {
      client.on('error', () => {});
      client.destroy();
      return;
    }
    const target = connect(targetPort(), '127.0.0.1');
    const pair: [Socket, Socket] = [client, target];
    pairs.add(pair);
    const pass = (from: Socket, to: Socket): void => {
      from.on('data', (bytes) => {
        if (delayMs === 0) to.write(bytes);
        else setTimeout(() => to.destroyed || to.write(bytes), delayMs);
      });
      from.on('error', () => {});
      from.on('close', () => {
        pairs.delete(pair);
        to.destroy();
      });
      if (state === 'held') from.pause();
    };
    pass(client, target);
    pass(target, client);
  });

  const each = (action: (socket: Socket) => void): void => {
    for (const pair of [...pairs]) pair.forEach(action);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    port: (server.address() as { port: number }).port,
    cut() {
      state = 'cut';
      each((socket) => socket.destroy());
    },
    hold() {
      state = 'held';
      each((socket) => socket.pause());
    },
    heal() {
      state = 'well';
      each((socket) => socket.resume());
    },
    delay(ms) {
      delayMs = ms;
    },
    async close() {
      each((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
