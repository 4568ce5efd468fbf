import { type Listening, listen } from '../http/listen.ts';
import type { Log } from '../log.ts';
import type { OrdersDoorSettings } from '../options.ts';
import type { Database } from '../storage/database.ts';
import type { OrderWatch } from './order-watch.ts';
import { createOrdersDoor } from './orders-door.ts';

export interface OpenOrdersDoor {
  url: string;
  /** Sees orders come and go until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

const USUAL_PORT = 4381;
const CONNECTIONS_MAX = 10_000;

/** Opens the door where agents hear of their own orders: a listener of its own, which knows no other credential. */
export async function openOrdersDoor(
  { host = '127.0.0.1', port, connectionsMax = CONNECTIONS_MAX }: OrdersDoorSettings,
  ground: { database: Database; watch: OrderWatch; now(): number; log: Log },
): Promise<OpenOrdersDoor> {
  const app = createOrdersDoor(ground);
  const at = (wanted: number): Promise<Listening> => listen(app, host, wanted, connectionsMax);
  const listening = await at(port ?? USUAL_PORT).catch((error: NodeJS.ErrnoException) => {
    if (port !== undefined || error.code !== 'EADDRINUSE') throw error;
    return at(0);
  });
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${listening.port}`,
    run: ground.watch.run,
    close: listening.close,
  };
}
