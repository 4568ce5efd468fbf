import { createServer } from 'node:http';

export interface WebhookReceiver {
  url: string;
  /** How often each `webhook-id` was answered with 200. */
  delivered: ReadonlyMap<string, number>;
  close(): void;
}

/** Takes notifications, and fails every fourth time, as receivers do. */
export async function receiveWebhooks(): Promise<WebhookReceiver> {
  const delivered = new Map<string, number>();
  let requests = 0;
  const server = createServer((request, response) => {
    const id = String(request.headers['webhook-id']);
    request.resume().on('end', () => {
      requests += 1;
      if (requests % 4 === 0) {
        response.writeHead(503).end();
        return;
      }
      delivered.set(id, (delivered.get(id) ?? 0) + 1);
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    delivered,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
