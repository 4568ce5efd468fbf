import { describe, expect, it } from 'vitest';
import { atMost } from './at-most.ts';

const never = new Promise<never>(() => {});

describe('waiting at most', () => {
  it('ends when the work does', async () => {
    await atMost(3_600_000, Promise.resolve());
  });

  it('ends though the work never does', async () => {
    await atMost(1, never);
  });

  it('throws what the work throws', async () => {
    await expect(atMost(3_600_000, Promise.reject(new Error('no permit')))).rejects.toThrow('no permit');
  });

  it('does not mind what fails later', async () => {
    let fail = (_: Error): void => {};
    await atMost(
      1,
      new Promise((_, reject) => {
        fail = reject;
      }),
    );
    fail(new Error('closed'));
    await new Promise(setImmediate);
  });
});
