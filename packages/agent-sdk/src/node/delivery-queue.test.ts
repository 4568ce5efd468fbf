import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDeliveryQueue, type Delivery } from './delivery-queue.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function queueOf(itemsMax = 8) {
  const batches: string[][] = [];
  const lost: string[] = [];
  let next: (() => Promise<Delivery>) | undefined;
  let deliveries = 0;
  const queue = createDeliveryQueue<string>({
    async send(items) {
      batches.push(items);
      return next === undefined ? 'delivered' : await next();
    },
    lose: (items) => lost.push(...items),
    delivered: () => {
      deliveries += 1;
    },
    expendable: (item) => item.startsWith('beat'),
    itemsMax,
  });
  const answer = (delivery: Delivery) => {
    next = async () => delivery;
  };
  const hang = () => {
    next = () => new Promise(() => {});
  };
  return { queue, batches, lost, answer, hang, deliveries: () => deliveries };
}

describe('a delivery queue', () => {
  it('sends what is urgent at once, with whatever came before it, in order', async () => {
    const { queue, batches } = queueOf();
    queue.add('beat 1', false);
    queue.add('stop', true);
    await vi.advanceTimersByTimeAsync(1);
    expect(batches).toEqual([['beat 1', 'stop']]);
  });

  it('lets the rest wait for company, but not for long', async () => {
    const { queue, batches } = queueOf();
    queue.add('beat 1', false);
    queue.add('beat 2', false);
    await vi.advanceTimersByTimeAsync(1);
    expect(batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(batches).toEqual([['beat 1', 'beat 2']]);
  });

  it('tries again what failed, in order, ever more rarely', async () => {
    const { queue, batches, answer } = queueOf();
    answer('failed');
    queue.add('start', true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(batches.length).toBeGreaterThan(5);
    expect(batches.length).toBeLessThan(15);
    queue.add('link', true);
    answer('delivered');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(batches.at(-1)).toEqual(['start', 'link']);
    expect(queue.pending()).toEqual([]);
  });

  it('holds no more than its bound while the other end hangs, and loses the oldest heartbeats first', async () => {
    const { queue, batches, lost, hang } = queueOf(4);
    hang();
    queue.add('start', true);
    await vi.advanceTimersByTimeAsync(1);
    for (const item of ['link', 'beat 1', 'beat 2', 'report', 'stop', 'launch']) queue.add(item, true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(batches).toEqual([['start']]);
    expect(queue.pending()).toEqual(['start', 'report', 'stop', 'launch']);
    expect(lost).toEqual(['beat 1', 'beat 2', 'link']);
  });

  it('loses what is refused, and goes on with the next', async () => {
    const { queue, batches, lost, answer, deliveries } = queueOf();
    answer('refused');
    queue.add('poison', true);
    await vi.advanceTimersByTimeAsync(1);
    answer('delivered');
    queue.add('stop', true);
    await vi.advanceTimersByTimeAsync(1);
    expect(batches).toEqual([['poison'], ['stop']]);
    expect(lost).toEqual(['poison']);
    expect(deliveries()).toBe(1);
  });

  it('flushes at once, and lets go of whoever waits when that fails', async () => {
    const { queue, batches, answer } = queueOf();
    queue.add('beat 1', false);
    const flushed = queue.flush();
    await vi.advanceTimersByTimeAsync(1);
    await flushed;
    expect(batches).toEqual([['beat 1']]);

    answer('failed');
    queue.add('beat 2', false);
    const failed = queue.flush();
    await vi.advanceTimersByTimeAsync(1);
    await failed;
    expect(queue.pending()).toEqual(['beat 2']);
    expect(queue.answering()).toBe(false);
  });

  it('does not let eager flushes hammer an end that fails', async () => {
    const { queue, batches, answer } = queueOf();
    answer('failed');
    queue.add('start', true);
    for (let tenth = 0; tenth < 100; tenth += 1) {
      void queue.flush();
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(batches.length).toBeLessThanOrEqual(3);
  });
});
