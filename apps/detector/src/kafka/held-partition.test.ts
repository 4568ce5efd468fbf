import { describe, expect, it } from 'vitest';
import { checkpointEveryMs } from './held-partition.ts';

const held = (...tookMs: number[]) =>
  new Map(tookMs.map((took, partition) => [partition, { checkpoint: { processorMs: took } }]));

describe('checkpoints', () => {
  it('come as often as was asked for while they take little', () => {
    expect(checkpointEveryMs(held(), 10_000)).toBe(10_000);
    expect(checkpointEveryMs(held(0, 0), 10_000)).toBe(10_000);
    expect(checkpointEveryMs(held(50, 100), 10_000)).toBe(10_000);
  });

  it('come less often where those of all partitions would take more than a twentieth of the processor', () => {
    expect(checkpointEveryMs(held(500, 500), 10_000)).toBe(20_000);
    expect(checkpointEveryMs(held(500, 500, 500, 500), 10_000)).toBe(40_000);
  });

  it('come once a minute however long they take, unless they were to come more seldom', () => {
    expect(checkpointEveryMs(held(9_000), 10_000)).toBe(60_000);
    expect(checkpointEveryMs(held(9_000), 90_000)).toBe(90_000);
  });

  it('come as if those that are not known yet took what the dearest does', () => {
    expect(checkpointEveryMs(held(0, 500, 100, 0), 10_000)).toBe(40_000);
  });
});
