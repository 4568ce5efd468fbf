import { connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** A process of the demo, as it introduces itself. */
export interface Member {
  agent: string;
  instance: string;
  pid: number;
  /** Where its peers reach it. */
  url: string;
  /** How many links it has opened. */
  linked: number;
}

/** Agent id to where it is reached now. */
export type AddressBook = Readonly<Record<string, string>>;

export interface Lifeline {
  port: number;
  members(): Member[];
  /** Resolves to true once `when` holds of the members; to false when the time is over or the signal aborts. */
  until(when: (members: Member[]) => boolean, timeoutMs: number): Promise<boolean>;
  /** Ends every member, whoever launched it, and resolves once the last is gone. */
  cut(): Promise<void>;
}

const LINE_CHARS_MAX = 2_000;
const GONE_WITHIN_MS = 2_000;

/**
 * Every process of the demo holds a connection to this one, also those that a peer has launched. When this
 * process ends, in whatever way, the connection breaks and they end with it: nothing is ever left running.
 * It also tells the members where the others are.
 */
export async function openLifeline(signal: AbortSignal): Promise<Lifeline> {
  const members = new Map<Socket, Member | undefined>();
  const watchers = new Set<() => void>();
  const known = (): Member[] => [...members.values()].filter((member) => member !== undefined);

  const changed = (): void => {
    const book = Object.fromEntries(known().map(({ agent, url }) => [agent, url]));
    for (const socket of members.keys()) socket.write(`${JSON.stringify(book)}\n`);
    for (const look of watchers) look();
  };

  const server = createServer((socket) => {
    members.set(socket, undefined);
    socket.on('close', () => {
      members.delete(socket);
      changed();
    });
    eachLine(socket, (line) => {
      if (line.length > LINE_CHARS_MAX) return;
      members.set(socket, JSON.parse(line) as Member);
      changed();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();

  const until: Lifeline['until'] = (when, timeoutMs) =>
    new Promise((resolve) => {
      const finish = (held: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        watchers.delete(look);
        resolve(held);
      };
      const look = (): void => {
        if (when(known())) finish(true);
      };
      const giveUp = (): void => finish(false);
      const timer = setTimeout(giveUp, timeoutMs);
      signal.addEventListener('abort', giveUp);
      watchers.add(look);
      look();
    });

  return {
    port: typeof address === 'object' && address ? address.port : 0,
    members: known,
    until,
    async cut() {
      server.close();
      for (const { pid } of known()) endProcess(pid);
      for (const socket of members.keys()) socket.destroy();
      await untilGone(known().map(({ pid }) => pid));
    },
  };
}

/** The member's end: introduces itself, follows the address book, and ends the process when the line is cut. */
export function holdLifeline(
  port: number,
  self: Member,
  follow: (book: AddressBook) => void,
): { introduce(member: Member): void } {
  const introduce = (member: Member): void => void socket.write(`${JSON.stringify(member)}\n`);
  const socket = connect(port, '127.0.0.1', () => introduce(self));
  socket.on('close', () => process.exit(0));
  eachLine(socket, (line) => follow(JSON.parse(line) as AddressBook));
  return { introduce };
}

/** A connection that breaks is closed, and that is all there is to say of it; both ends would throw otherwise. */
function eachLine(socket: Socket, take: (line: string) => void): void {
  const ignore = (): void => {};
  socket.on('error', ignore);
  createInterface({ input: socket }).on('error', ignore).on('line', take);
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

async function untilGone(pids: readonly number[]): Promise<void> {
  const deadline = Date.now() + GONE_WITHIN_MS;
  while (pids.some(isRunning) && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
