import { createServer, type Server } from 'node:net';

// Below where Linux, macOS and Windows take the ports of outgoing connections from: one of those would take a port
// between its being found free here and its being listened on, or while a killed process is started anew.
const LOWEST = 20_000;
const HIGHEST = 32_000;
const ATTEMPTS_MAX = 1_000;

/**
 * Ports of this machine that nobody listens on. All are held at once, so that none is given twice.
 *
 * @param count From 0 to 100.
 * @throws After 1,000 taken ones.
 */
export async function freePorts(count: number): Promise<number[]> {
  const held: Server[] = [];
  const ports: number[] = [];
  for (let attempt = 0; ports.length < count && attempt < ATTEMPTS_MAX; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    const server = await listening(port);
    if (!server) continue;
    held.push(server);
    ports.push(port);
  }
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  if (ports.length < count) throw new Error(`found ${ports.length} free ports of ${count}`);
  return ports;
}

const listening = (port: number): Promise<Server | undefined> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
