import type { Agent } from '@mortsafe/agent-sdk';
import type { AddressBook } from './lifeline.ts';
import { type Message, tell } from './peers.ts';

/** How an agent of the demo keeps in touch with its peers. */
export interface Links {
  /** Opens the links that can be opened now, and remembers where everybody is. */
  follow(book: AddressBook): Promise<void>;
  hear(message: Message): void;
  /** Peers that it has a link with, whichever side opened it. */
  open(): string[];
  /** @throws The peer does not answer. */
  ask(peer: string, question: string): Promise<void>;
  /** True while the peer answers. */
  reach(peer: string): Promise<boolean>;
  tell(peer: string, about: string, status: string): Promise<boolean>;
  /** Calls back with the number of links that it opened itself. */
  onLinked(listener: (linked: number) => void): void;
  /** Says goodbye, so that nobody mistakes its leaving for a death. */
  leave(): Promise<void>;
}

export function joinPeers(agent: Agent, opensLinksTo: readonly string[]): Links {
  let book: AddressBook = {};
  const opened = new Map<string, { url: string; close(): void }>();
  const acquaintances = new Set<string>();
  let linked: (count: number) => void = () => {};

  const say = (peer: string, message: Message): Promise<boolean> => {
    const url = book[peer];
    return url === undefined ? Promise.resolve(false) : tell(url, message);
  };

  async function link(peer: string): Promise<void> {
    const url = book[peer];
    const before = opened.get(peer);
    if (url === undefined || before?.url === url) return;
    before?.close();
    const { close } = agent.openLink(peer, { protocol: 'http', endpoint: url });
    opened.set(peer, { url, close });
    acquaintances.add(peer);
    await say(peer, { kind: 'hello', from: agent.id });
    linked(opened.size);
  }

  return {
    async follow(newBook) {
      book = newBook;
      for (const peer of opensLinksTo) await link(peer);
    },
    hear(message) {
      if (message.kind === 'hello') acquaintances.add(message.from);
      if (message.kind !== 'goodbye') return;
      acquaintances.delete(message.from);
      opened.get(message.from)?.close();
      opened.delete(message.from);
    },
    open: () => [...acquaintances],
    async ask(peer, question) {
      if (!(await say(peer, { kind: 'ask', from: agent.id, question }))) throw new Error('no answer');
    },
    reach: (peer) => say(peer, { kind: 'ask', from: agent.id, question: 'Are you there?' }),
    tell: (peer, about, status) => say(peer, { kind: 'status', from: agent.id, about, status }),
    onLinked(listener) {
      linked = listener;
      listener(opened.size);
    },
    async leave() {
      for (const { close } of opened.values()) close();
      await Promise.all([...acquaintances].map((peer) => say(peer, { kind: 'goodbye', from: agent.id })));
    },
  };
}
