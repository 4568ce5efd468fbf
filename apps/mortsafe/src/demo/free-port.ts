import { createServer } from 'node:net';
import { LOOPBACK } from '../config/settings.ts';

/** The port itself where it is free, else 0: the system chooses. */
export function freePort(port: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(port, LOOPBACK, () => probe.close(() => resolve(port)));
  });
}
