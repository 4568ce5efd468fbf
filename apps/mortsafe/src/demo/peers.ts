import { createServer, type IncomingMessage } from 'node:http';

/** What the agents of the demo say to each other over HTTP. */
export type Message =
  | { kind: 'hello' | 'goodbye'; from: string }
  | { kind: 'ask'; from: string; question: string }
  | { kind: 'status'; from: string; about: string; status: string };

export interface PeerServer {
  url: string;
  close(): void;
}

const BODY_BYTES_MAX = 10_000;
const ANSWER_TIMEOUT_MS = 1_000;

/** Listens to peers on a port of its own. */
export async function listenToPeers(hear: (message: Message) => void): Promise<PeerServer> {
  const server = createServer(async (request, response) => {
    const message = await bodyOf(request);
    if (message) hear(message);
    response.writeHead(message ? 200 : 400).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Says something to a peer; false when nobody answers. */
export async function tell(url: string, message: Message): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(message), signal });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function bodyOf(request: IncomingMessage): Promise<Message | undefined> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > BODY_BYTES_MAX) return undefined;
  }
  try {
    return JSON.parse(text) as Message;
  } catch {
    return undefined;
  }
}
