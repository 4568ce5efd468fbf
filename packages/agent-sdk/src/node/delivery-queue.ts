/** How the other end took a batch. What it refused it would refuse again. */
export type Delivery = 'delivered' | 'refused' | 'failed';

export interface DeliveryQueueOptions<Item> {
  /** Settles within a bounded time, and never rejects. */
  send(items: Item[]): Promise<Delivery>;
  /** Told of every item that will never arrive. */
  lose(items: Item[]): void;
  /** Told after each batch that arrived. */
  delivered(): void;
  /** Dropped before others, when there is no room. */
  expendable(item: Item): boolean;
  itemsMax: number;
}

export interface DeliveryQueue<Item> {
  /** Urgent items leave at once, the others after at most 100 ms. */
  add(item: Item, urgent: boolean): void;
  /** Resolves when everything has left, or could not. */
  flush(): Promise<void>;
  /** What has not been confirmed, oldest first. */
  pending(): Item[];
  /** Whether the other end took the last batch, or has not yet had a second for this one. */
  answering(): boolean;
}

const BATCH_MAX = 256;
const LINGER_MS = 100;
const PATIENCE_MS = 1_000;
const BACKOFF_MS_MIN = 500;
const BACKOFF_MS_MAX = 10_000;

/**
 * Holds what is to be sent, in order, until the other end has it. One batch is on its way at a time; what fails is
 * tried again, ever more rarely; beyond `itemsMax` the oldest are lost. No timer here keeps the process alive.
 */
export function createDeliveryQueue<Item>(options: DeliveryQueueOptions<Item>): DeliveryQueue<Item> {
  const { itemsMax, expendable, lose } = options;
  const waiting: Item[] = [];
  let underway: Item[] = [];
  let failures = 0;
  let attemptedMs = 0;
  let wakeMs = Number.POSITIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let flushers: (() => void)[] = [];

  function wakeAt(timeMs: number): void {
    if (underway.length > 0 || timeMs >= wakeMs) return;
    clearTimeout(timer);
    wakeMs = timeMs;
    timer = setTimeout(attempt, Math.max(0, timeMs - Date.now()));
    timer.unref();
  }

  async function attempt(): Promise<void> {
    wakeMs = Number.POSITIVE_INFINITY;
    underway = waiting.splice(0, BATCH_MAX);
    if (underway.length === 0) return release();
    attemptedMs = Date.now();
    settle(await options.send(underway));
  }

  function settle(delivery: Delivery): void {
    const batch = underway;
    underway = [];
    if (delivery === 'failed') {
      waiting.unshift(...batch);
      failures += 1;
      wakeAt(Date.now() + backoffMs(failures));
    } else {
      failures = 0;
      if (delivery === 'refused') lose(batch);
      else options.delivered();
      if (waiting.length > 0) wakeAt(Date.now());
    }
    // Whoever waits is told of a failure too: when the next attempt comes, it may be too late for them.
    if (delivery === 'failed' || waiting.length === 0) release();
  }

  function release(): void {
    const released = flushers;
    flushers = [];
    for (const resolve of released) resolve();
  }

  function makeRoom(): void {
    if (waiting.length === 0) return;
    const dispensable = waiting.findIndex(expendable);
    lose(waiting.splice(Math.max(0, dispensable), 1));
  }

  return {
    add(item, urgent) {
      if (waiting.length + underway.length >= itemsMax) makeRoom();
      if (waiting.length + underway.length >= itemsMax) return lose([item]);
      waiting.push(item);
      if (failures === 0) wakeAt(Date.now() + (urgent ? 0 : LINGER_MS));
    },
    async flush() {
      if (waiting.length + underway.length === 0) return;
      wakeAt(failures === 0 ? Date.now() : attemptedMs + BACKOFF_MS_MIN);
      await new Promise<void>((resolve) => flushers.push(resolve));
    },
    pending: () => [...underway, ...waiting],
    answering: () => failures === 0 && (underway.length === 0 || Date.now() - attemptedMs < PATIENCE_MS),
  };
}

/** Spread by a fifth, lest a whole fleet knocks at the same moment when the collector is back. */
const backoffMs = (failures: number): number =>
  Math.min(BACKOFF_MS_MAX, BACKOFF_MS_MIN * 2 ** (failures - 1)) * (0.8 + 0.4 * Math.random());
