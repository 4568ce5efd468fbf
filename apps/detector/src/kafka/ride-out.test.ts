import { describe, expect, it } from 'vitest';
import { rideOut } from './ride-out.ts';

describe('riding out', () => {
  it('begins anew what fails, after longer and longer waits, until it is told to stop', async () => {
    const stopping = new AbortController();
    const waits: string[] = [];
    let runs = 0;
    await rideOut(
      {
        async run() {
          if (++runs === 4) stopping.abort();
          throw new Error('the broker is away');
        },
        again: (error, afterMs) => void waits.push(`${(error as Error).message} ${afterMs}`),
        waitMs: 1,
        waitMsMax: 2,
      },
      stopping.signal,
    );
    expect(waits).toEqual(['the broker is away 1', 'the broker is away 2', 'the broker is away 2']);
  });

  it('begins anew what ends by itself', async () => {
    const stopping = new AbortController();
    let runs = 0;
    const run = async (): Promise<void> => {
      if (++runs === 2) stopping.abort();
    };
    await rideOut({ run, again: () => {}, waitMs: 1 }, stopping.signal);
    expect(runs).toBe(2);
  });

  it('does not begin once it was told to stop', async () => {
    const run = async (): Promise<void> => {
      throw new Error('began');
    };
    const again = (error: unknown): void => {
      throw error;
    };
    await rideOut({ run, again }, AbortSignal.abort());
  });
});
