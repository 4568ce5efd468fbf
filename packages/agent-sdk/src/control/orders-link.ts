import type { Identity } from '../voice.ts';
import { askDoor } from './ask-door.ts';
import { eventReader, readOrders, type ToldOrders } from './read-orders.ts';

export interface OrdersLinkOptions {
  url: string;
  token: string;
  self: Identity;
  lostAfterMs: number;
  /** Told of what is in force, at first and whenever that changes. */
  told(orders: ToldOrders): void;
  /** Told once the door could not be reached for `lostAfterMs`; again only after it was reached. */
  lost(): void;
  /** Told of what a person must mend. */
  warn(message: string): void;
}

export interface OrdersLink {
  /** Whether a peer may be launched now; undefined where the door does not say. */
  mayLaunch(peer: string): Promise<boolean | undefined>;
  close(): void;
}

/** The door says something every 10 s. */
const SILENCE_MS = 25_000;
/** A proxy that keeps a stream to itself has so long to let the first of it through. */
const FIRST_WORD_MS = 5_000;
const WAIT_MS_MAX = 20_000;
const PERMIT_MS = 3_000;
const BACKOFF_MS_MIN = 250;
const BACKOFF_MS_MAX = 10_000;

/**
 * Stays in touch with the orders' door: by a stream of events, or by questions that wait where no stream comes
 * through. Tries again for ever, ever more rarely; holds neither the process nor its end up.
 */
export function openOrdersLink(options: OrdersLinkOptions): OrdersLink {
  const { url, token, self, lostAfterMs, warn } = options;
  const closing = new AbortController();
  const who = { agent: self.id, fleet: self.fleet };
  const ordersOf = { ...who, instance: self.instance };
  // Nothing is heard while a question waits: that must not look like a door that is gone.
  const waitMs = String(Math.floor(Math.min(WAIT_MS_MAX, lostAfterMs / 2)));
  let state: string | undefined;
  let lostTimer: NodeJS.Timeout | undefined;

  function inTouch(): void {
    clearTimeout(lostTimer);
    lostTimer = undefined;
  }
  function outOfTouch(): void {
    lostTimer ??= setTimeout(() => !closing.signal.aborted && options.lost(), lostAfterMs).unref();
  }
  const told = (orders: ToldOrders): void => {
    inTouch();
    if (orders.state === state) return;
    state = orders.state;
    options.told(orders);
  };

  function ask(path: string, query: Record<string, string>, about: Partial<Parameters<typeof askDoor>[0]>) {
    const question = { url: `${url}/v1/${path}?${new URLSearchParams(query)}`, token, heard: () => {} };
    const bounds = { accept: 'application/json', silenceMs: SILENCE_MS, signal: closing.signal };
    return askDoor({ ...question, ...bounds, ...about });
  }

  /** Whether anything was heard before the stream ended. */
  async function stream(): Promise<boolean> {
    const tooLate = new AbortController();
    const firstWord = setTimeout(() => tooLate.abort(), FIRST_WORD_MS).unref();
    let heard = false;
    const read = eventReader((data) => {
      const orders = readOrders(data);
      if (orders === undefined) return;
      heard = true;
      clearTimeout(firstWord);
      told(orders);
    });
    const signal = AbortSignal.any([closing.signal, tooLate.signal]);
    complain(await ask('orders', ordersOf, { accept: 'text/event-stream', heard: read, signal }));
    clearTimeout(firstWord);
    return heard;
  }

  async function poll(): Promise<boolean> {
    let text = '';
    const query = { ...ordersOf, ...(state !== undefined && { known: state, waitMs }) };
    const status = await ask('orders', query, { heard: (piece) => (text += piece) });
    complain(status);
    if (status === 204) inTouch();
    const orders = status === 200 ? readOrders(text) : undefined;
    if (orders) told(orders);
    return status === 204 || orders !== undefined;
  }

  function complain(status: number | undefined): void {
    if (status !== 401 && status !== 403) return;
    const why = status === 401 ? 'is not known' : 'is of another agent or fleet';
    warn(`mortsafe: the token of ${self.id} ${why} at the orders' door, so it hears of no kill order.`);
  }

  async function keepInTouch(): Promise<void> {
    let streams = true;
    for (let failures = 0; !closing.signal.aborted; ) {
      outOfTouch();
      if (await (streams ? stream() : poll())) failures = 0;
      else {
        failures += 1;
        streams = !streams;
      }
      // Also after success: who lets each stream end at its first word is not to be asked without a pause.
      await pause(backoffMs(failures), closing.signal);
    }
    clearTimeout(lostTimer);
  }
  void keepInTouch();

  return {
    async mayLaunch(peer) {
      let text = '';
      const status = await ask(
        'launch-permit',
        { ...who, peer },
        { heard: (piece) => (text += piece), silenceMs: PERMIT_MS, hold: true },
      );
      return status === 200 ? permitIn(text) : undefined;
    },
    close: () => closing.abort(),
  };
}

function permitIn(text: string): boolean | undefined {
  try {
    const { mayLaunch } = JSON.parse(text) as { mayLaunch?: unknown };
    return typeof mayLaunch === 'boolean' ? mayLaunch : undefined;
  } catch {
    return undefined;
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms).unref();
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });

/** Spread, lest a whole fleet knocks at the same moment when the door is back. */
const backoffMs = (failures: number): number =>
  Math.min(BACKOFF_MS_MAX, BACKOFF_MS_MIN * 2 ** (failures - 1)) * (0.5 + Math.random());
