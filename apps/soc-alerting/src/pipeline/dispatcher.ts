import type { Channel, Outcome } from '../channels/channel.ts';
import type { Clock } from '../clock.ts';
import { type Log, reasonOf } from '../log.ts';
import type { Database } from '../storage/database.ts';
import { type Backoff, delayAfter } from './backoff.ts';
import { flushNext } from './flush.ts';
import { keepReceipt } from './groups.ts';
import { nextDue, type OutboxEntry, settle, takeDue, takeOver } from './outbox.ts';
import type { StageSettings } from './stages.ts';

export interface DispatcherOptions {
  database: Database;
  channels: readonly Channel[];
  stages: StageSettings;
  clock: Clock;
  random(): number;
  backoff: Backoff;
  log: Log;
  /** A message got there, failed or was given up. */
  settled?(): void;
}

/** Brings messages from the outbox to the channels. */
export interface Dispatcher {
  /** Delivers all that is due now, once; says how many messages it tried. */
  deliverDue(signal: AbortSignal): Promise<number>;
  /** Delivers until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
  /** Tells that there may be something new in the outbox. */
  wake(): void;
}

const AT_ONCE = 16;
/** Longer than a channel may take, so that no two processes send the same; after a crash the other waits as long. */
const LEASE_MS = 30_000;
const IDLE_MS = 1_000;

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { database, clock, log } = options;
  const channels = new Map(options.channels.map((channel) => [channel.name, channel]));
  let woken = new AbortController();

  async function deliver(entry: OutboxEntry, signal: AbortSignal): Promise<void> {
    const outcome = await attempt(channels.get(entry.channel), entry, signal);
    if (signal.aborted && outcome.status !== 'delivered') return release(entry);

    const attempts = entry.attempts + 1;
    const now = clock.now();
    const reason = outcome.status === 'delivered' ? null : outcome.reason;
    const again = outcome.status === 'retry' && attempts < options.backoff.attemptsMax;
    const state = outcome.status === 'delivered' ? 'delivered' : again ? 'sending' : 'dead';
    const afterMs = outcome.status === 'retry' ? outcome.afterMs : 0;
    const dueAt = again ? now + delayAfter(attempts, options.backoff, options.random(), afterMs) : now;
    if (outcome.status === 'delivered' && outcome.receipt !== undefined) {
      await keepReceipt(database, entry.group, outcome.receipt);
    }
    await settle(database, entry.id, { state, attempts, dueAt, now, reason });
    options.settled?.();
    if (state === 'dead')
      log('error', `${entry.channel}: gave up on ${entry.id} after ${attempts} tries: ${reason}`);
  }

  /** A try that stopping cut short is no try; the next start makes it at once. */
  const release = (entry: OutboxEntry): Promise<void> =>
    settle(database, entry.id, {
      state: 'sending',
      attempts: entry.attempts,
      dueAt: clock.now(),
      now: clock.now(),
      reason: entry.reason,
    });

  async function deliverDue(signal: AbortSignal): Promise<number> {
    for (let count = 0; count < AT_ONCE && (await flushNext(database, options.stages)); count++);
    const due = await takeDue(database, { now: clock.now(), leaseMs: LEASE_MS, limit: AT_ONCE });
    await Promise.all(due.map((entry) => deliver(entry, signal)));
    return due.length;
  }

  return {
    deliverDue,
    wake: () => woken.abort(),
    async run(signal) {
      if (database.exclusive) {
        await takeOver(database, clock.now()).catch((error) => log('error', `outbox: ${reasonOf(error)}`));
      }
      while (!signal.aborted) {
        woken = new AbortController();
        try {
          if ((await deliverDue(signal)) > 0) continue;
          const due = await nextDue(database);
          const waitMs = due === null ? IDLE_MS : Math.min(IDLE_MS, Math.max(5, due - clock.now()));
          await clock.sleep(waitMs, AbortSignal.any([signal, woken.signal]));
        } catch (error) {
          if (signal.aborted) return;
          log('error', `outbox: ${reasonOf(error)}`);
          await clock.sleep(IDLE_MS, signal);
        }
      }
    },
  };
}

async function attempt(
  channel: Channel | undefined,
  entry: OutboxEntry,
  signal: AbortSignal,
): Promise<Outcome> {
  if (!channel) return { status: 'rejected', reason: 'no channel of this name is configured' };
  const { id, group, labels, story, others, findings, changes, createdAt, receipt } = entry;
  if (!story) return { status: 'rejected', reason: 'it has no text' };
  try {
    const about = { id, group, labels, story, others, changes, createdAt, receipt };
    return await channel.deliver({ ...about, ...(findings && { findings }) }, signal);
  } catch {
    // A channel that throws is broken; what it threw may hold its URL.
    return { status: 'retry', reason: 'the channel failed' };
  }
}
