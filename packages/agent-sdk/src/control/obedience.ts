import { setMaxListeners } from 'node:events';
import type { StopReason } from '@mortsafe/agent-events/words';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { ControlLostError, KillInForceError } from '../errors.ts';
import type { Identity, Voice } from '../voice.ts';
import type { ControlSettings } from './control-options.ts';
import { type OrdersLink, openOrdersLink } from './orders-link.ts';
import type { ToldOrder, ToldOrders } from './read-orders.ts';

export interface ObedienceOptions {
  self: Identity;
  voice: Voice;
  settings: ControlSettings;
  /** Says that the agent has stopped; resolves once that is told, within a bounded time. */
  stop(reason: StopReason): Promise<void>;
  /** Resolves once what was said has left, within a bounded time. */
  flush(): Promise<void>;
  warn(message: string): void;
}

/** What an agent may do, and whether it must end. */
export interface Obedience {
  /** Aborts when the agent must end; its reason is the error that `permit` throws from then on. */
  readonly signal: AbortSignal;
  /** Undefined where the agent may work; else resolves once that is known. Throws, or rejects, where it may not. */
  permit(): Promise<void> | undefined;
  /**
   * Does work once it is permitted: now, where nobody is to be asked. The agent has not stopped while it is under way.
   *
   * @param peer - Whom it launches.
   * @throws {KillInForceError} The agent is killed, or the peer is.
   */
  permitted<Result>(work: () => Promise<Result>, peer?: string): Promise<Result>;
  close(): void;
}

/** Where the user chose to go on without control, work waits so long for the first word of the door. */
const PATIENCE_MS = 3_000;
/** What it takes to say goodbye, before the dead line; and before that, for work that is aborted to end. */
const FAREWELL_MS = 2_000;
const ABORTED_MS = 5_000;
/** The longest that a timer can wait. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** Of an agent that hears of no orders. */
export const unbound: Obedience = {
  signal: new AbortController().signal,
  permit: () => undefined,
  permitted: (work) => work(),
  close() {},
};
setMaxListeners(0, unbound.signal);

/**
 * Obeys the kills in force on an agent: says that it has heard, lets work end or aborts it, refuses new work, and
 * says that it stopped once all work has. An agent that is killed already when it starts does nothing at all.
 */
export function createObedience(options: ObedienceOptions): Obedience {
  const { self, voice, settings, warn } = options;
  const { onControlLost, lostAfterMs } = settings;
  const ending = new AbortController();
  setMaxListeners(0, ending.signal); // Every piece of work may listen.
  const known = deferred();
  const answered = new Set<string>();
  let phase: 'unknown' | 'allowed' | 'ending' = 'unknown';
  let forgiven: ReadonlySet<string> | undefined;
  let refusal: Error | undefined;
  let stopReason: StopReason = 'killed';
  /** Said at one moment, nobody could tell that it was acknowledged before it stopped. */
  let acknowledged = Promise.resolve();
  let working = 0;
  let ended = false;

  function allow(): void {
    if (phase !== 'unknown') return;
    phase = 'allowed';
    known.resolve();
  }

  function told({ orders }: ToldOrders): void {
    // Who may be brought back at its start was brought back: those orders are over for this life.
    forgiven ??= new Set(orders.filter(({ mayRelaunch }) => mayRelaunch).map(({ order }) => order));
    const inForce = orders.filter(({ order }) => !forgiven?.has(order));
    for (const order of inForce) obey(order);
    if (inForce.length === 0) allow();
  }

  function obey({ order, level, deadlineInMs }: ToldOrder): void {
    if (answered.has(order) || ended) return;
    answered.add(order);
    voice.say('kill.acknowledged', { order, reason: undefined }, { context: ROOT_CONTEXT });
    acknowledged = options.flush();
    const inMs = Math.min(TIMER_MS_MAX, Math.max(0, deadlineInMs));
    const leftMs = inMs - Math.min(FAREWELL_MS, inMs / 4);
    setTimeout(() => tooLate(order), leftMs).unref();
    const mayFinish = settings.whenKilled === 'finish' && level !== 'emergency' && phase !== 'unknown';
    const graceMs = leftMs - Math.min(ABORTED_MS, leftMs / 2);
    end(new KillInForceError(self.id), 'killed', mayFinish ? graceMs : 0);
  }

  /** Refuses new work from now on, aborts what is under way after `graceMs`, and stops once nothing is. */
  function end(why: Error, reason: StopReason, graceMs: number): void {
    if (graceMs > 0) setTimeout(() => ending.abort(refusal), graceMs).unref();
    if (phase === 'ending') {
      if (graceMs === 0) ending.abort(refusal);
      return;
    }
    phase = 'ending';
    refusal = why;
    stopReason = reason;
    known.resolve();
    if (graceMs === 0) ending.abort(why);
    endIfIdle();
  }

  function endIfIdle(): void {
    // Whoever waits for the signal has this turn to put things away.
    if (phase === 'ending' && working === 0) setImmediate(() => working === 0 && leave());
  }

  function leave(): void {
    if (ended) return;
    ended = true;
    ending.abort(refusal);
    void acknowledged.then(() => options.stop(stopReason)).then(() => settings.endProcess && process.exit(0));
  }

  /** To say that it stopped would be a lie. */
  function tooLate(order: string): void {
    if (ended) return;
    const reason = 'work did not end by the dead line';
    if (settings.endProcess) leave();
    else voice.say('kill.refused', { order, reason }, { context: ROOT_CONTEXT });
  }

  function lost(): void {
    if (onControlLost === 'stop') end(new ControlLostError(), 'drained', 0);
    else {
      warn(`mortsafe: ${self.id} cannot reach the orders' door and goes on without hearing of kill orders.`);
      allow();
    }
  }

  const link = linkOf();
  function linkOf(): OrdersLink | undefined {
    const { url, token } = settings;
    if (token !== undefined) return openOrdersLink({ url, token, self, lostAfterMs, told, lost, warn });
    warn(`mortsafe: ${self.id} has no token for the orders' door (MORTSAFE_ORDERS_TOKEN).`);
    lost();
    return undefined;
  }

  function permit(): Promise<void> | undefined {
    if (phase === 'allowed') return undefined;
    if (refusal !== undefined) return Promise.reject(refusal);
    const patienceMs = onControlLost === 'stop' ? lostAfterMs : PATIENCE_MS;
    return known.within(patienceMs).then((inTime) => {
      if (!inTime && phase === 'unknown') lost();
      if (refusal !== undefined) throw refusal;
    });
  }

  async function permitLaunch(peer: string): Promise<void> {
    const allowed = await link?.mayLaunch(peer);
    if (allowed === false) throw new KillInForceError(peer);
    if (allowed === undefined && onControlLost === 'stop') throw new ControlLostError();
  }

  async function track<Result>(work: () => Promise<Result>): Promise<Result> {
    working += 1;
    try {
      return await work();
    } finally {
      working -= 1;
      endIfIdle();
    }
  }

  return {
    signal: ending.signal,
    permit,
    permitted(work, peer) {
      const allowed = permit();
      if (allowed === undefined && peer === undefined) return track(work);
      return Promise.all([allowed, peer === undefined ? undefined : permitLaunch(peer)]).then(() => {
        if (refusal !== undefined) throw refusal;
        return track(work);
      });
    },
    close: () => link?.close(),
  };
}

/** Something that happens once; whoever waits for it holds the process, for a bounded time. */
function deferred() {
  let resolve = (): void => {};
  const happened = new Promise<void>((done) => {
    resolve = done;
  });
  return {
    resolve: () => resolve(),
    within(timeoutMs: number): Promise<boolean> {
      let timer: NodeJS.Timeout | undefined;
      const tooLate = new Promise<boolean>((done) => {
        timer = setTimeout(() => done(false), timeoutMs);
      });
      return Promise.race([happened.then(() => true), tooLate]).finally(() => clearTimeout(timer));
    },
  };
}
