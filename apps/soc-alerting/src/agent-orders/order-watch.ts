import { setTimeout as wait } from 'node:timers/promises';
import type { AgentEvent } from '@mortsafe/agent-events';
import type { Announcer } from '../announcer.ts';
import { type Log, reasonOf } from '../log.ts';
import type { Database } from '../storage/database.ts';
import { entriesAfter, STREAM_KEPT, type StreamEntry, streamEnds } from '../stream/stream-log.ts';
import type { Launched } from './kills-in-force.ts';
import { ordersFor, type ToldOrders } from './orders-for-agent.ts';
import { haveLeavesTurned } from './relaunch-leaves.ts';

export interface OrderWatchOptions {
  database: Database;
  /** Tells that the log of the stream has grown. */
  published: Announcer;
  now(): number;
  log: Log;
}

/** One agent that waits for its orders. */
export interface Follower {
  /** Resolves to what it is to be told, once that is not `known`; undefined where nothing changed for so long. */
  next(known: string | undefined, timeoutMs: number): Promise<ToldOrders | undefined>;
  stop(): void;
}

export interface OrderWatch {
  follow(who: Launched): Promise<Follower>;
  /** Agents that an order means and that wait for theirs at this moment. */
  listeners(order: KillOrdered): string[];
  /** Until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

type KillOrdered = Extract<AgentEvent, { type: 'kill.ordered' }>;

interface Followed {
  who: Launched;
  told: ToldOrders;
  wake(): void;
}

/** Another process may have taken an order. */
const LOOK_EVERY_MS = 1_000;
/** However much changes, everybody is asked about so often at most. */
const PAUSE_MS = 100;
const ENTRIES_AT_ONCE = 500;
const ASKED_AT_ONCE = 1_000;

/**
 * Sees orders come and go for all agents that wait, however many: the log of changes says whether anything that is in
 * force may have changed, the leaves whether time alone has changed it, and one question a thousand agents says for whom.
 */
export function createOrderWatch({ database, published, now, log }: OrderWatchOptions): OrderWatch {
  const followed = new Set<Followed>();
  let position: number | undefined;
  let lookedAt = now();

  /** Whether something changed that agents may have to be told of. */
  async function hasChanged(): Promise<boolean> {
    const { newest, oldest } = await streamEnds(database);
    const from = position;
    position = newest;
    if (from === undefined || from < oldest - 1 || newest - from > STREAM_KEPT) return true;
    for (let at = from; at < newest; ) {
      const entries = await entriesAfter(database, at, ENTRIES_AT_ONCE);
      if (entries.some(isAboutKills)) return true;
      at = entries.at(-1)?.sequence ?? newest;
    }
    return false;
  }

  /** Whether a leave to relaunch has opened or ended, by time alone. */
  async function hasTurned(): Promise<boolean> {
    const [after, until] = [lookedAt, now()];
    const turned = await haveLeavesTurned(database, after, until);
    lookedAt = until;
    return turned;
  }

  async function lookAgain(): Promise<void> {
    const all = [...followed];
    for (let at = 0; at < all.length; at += ASKED_AT_ONCE) {
      const some = all.slice(at, at + ASKED_AT_ONCE);
      const told = await ordersFor(
        database,
        some.map(({ who }) => who),
        now(),
      );
      for (const [place, one] of some.entries()) {
        const news = told[place];
        if (!news || news.state === one.told.state) continue;
        one.told = news;
        one.wake();
      }
    }
  }

  return {
    async follow(who) {
      const own: Followed = { who, told: { state: '', orders: [] }, wake: () => {} };
      // Listening first: what changes while we ask is not missed.
      followed.add(own);
      try {
        const [told] = await ordersFor(database, [who], now());
        if (told) own.told = told;
      } catch (error) {
        followed.delete(own);
        throw error;
      }
      return {
        async next(known, timeoutMs) {
          if (own.told.state === known) {
            const patience = new AbortController();
            own.wake = () => patience.abort();
            await wait(timeoutMs, undefined, { signal: patience.signal }).catch(() => {});
            own.wake = () => {};
          }
          return own.told.state === known ? undefined : own.told;
        },
        stop: () => {
          followed.delete(own);
          own.wake();
        },
      };
    },
    listeners(order) {
      const meant = [...followed].filter(({ who }) => who.fleet === order.fleet && isMeant(order, who));
      return [...new Set(meant.map(({ who }) => who.agent))];
    },
    async run(signal) {
      let woken = new AbortController();
      const stop = published.listen(() => woken.abort());
      while (!signal.aborted) {
        woken = new AbortController();
        try {
          if (followed.size === 0) position = undefined;
          else if ((await hasChanged()) || (await hasTurned())) {
            await lookAgain();
            await wait(PAUSE_MS);
          }
        } catch (error) {
          position = undefined;
          log('error', `orders' door: ${reasonOf(error)}`);
        }
        await wait(LOOK_EVERY_MS, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(
          () => {},
        );
      }
      stop();
    },
  };
}

function isMeant({ agent, target: { fleet, agents, instances } }: KillOrdered, who: Launched): boolean {
  if (fleet === true || agents?.includes(who.agent)) return true;
  return (instances?.includes(who.instance) ?? false) && (agent === undefined || agent === who.agent);
}

const isAboutKills = ({ kind }: StreamEntry): boolean => kind === 'order' || kind === 'containment';
