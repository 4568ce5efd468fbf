import { createServer } from 'node:net';

/** Why the port cannot be listened on; undefined where it can. Port 0 always can. */
export function tryPort({
  host,
  port,
}: {
  host: string;
  port: number;
}): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
