import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startHeartbeat } from './heartbeat.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a heartbeat', () => {
  it('beats at once and then every interval, counting from 0', () => {
    const beats: number[] = [];
    const heartbeat = startHeartbeat(1_000, (sequence) => beats.push(sequence));
    vi.advanceTimersByTime(3_000);
    heartbeat.stop();
    vi.advanceTimersByTime(3_000);
    expect(beats).toEqual([0, 1, 2, 3]);
  });

  it('owes nothing for the time that the event loop was held up', async () => {
    vi.useRealTimers();
    const beats: number[] = [];
    const heartbeat = startHeartbeat(20, (sequence) => beats.push(sequence));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    await new Promise((resolve) => setImmediate(resolve));
    heartbeat.stop();
    expect(beats.length).toBeLessThanOrEqual(2);
  });
});
