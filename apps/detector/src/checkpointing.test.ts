import { describe, expect, it } from 'vitest';
import { checkpointing } from './checkpointing.ts';
import type { Checkpoint, Checkpoints } from './checkpoints.ts';

function watched(keepEvents: number, everyMs = 60_000) {
  const happened: string[] = [];
  const checkpoints: Checkpoints<string> = {
    load: async () => ({ checkpoint: undefined, passedOver: [] }),
    save: async ({ offset, policyHash }: Checkpoint<string>) => {
      happened.push(`saved ${offset} ${policyHash}`);
      return 0;
    },
  };
  const log = { dropBefore: async (offset: number) => void happened.push(`dropped before ${offset}`) };
  return { happened, ...checkpointing(checkpoints, { log, policyHash: 'p', everyMs, keepEvents }) };
}

describe('checkpointing', () => {
  it('lets the log forget only once the checkpoint is stored', async () => {
    const { checkpoint, happened } = watched(10);
    await checkpoint({ offset: 100, state: '' });
    expect(happened).toEqual(['saved 100 p', 'dropped before 0']);
  });

  it('keeps what the checkpoint before needs, should this one be broken', async () => {
    const { checkpoint, happened } = watched(10);
    await checkpoint({ offset: 100, state: '' });
    await checkpoint({ offset: 200, state: '' });
    expect(happened.at(-1)).toBe('dropped before 100');
  });

  it('keeps as many events as it is told, whatever the checkpoints need', async () => {
    const { checkpoint, happened } = watched(150);
    await checkpoint({ offset: 100, state: '' });
    await checkpoint({ offset: 200, state: '' });
    expect(happened.at(-1)).toBe('dropped before 50');
  });

  it('is due after its time and not before', async () => {
    expect(watched(0, 60_000).checkpointDue()).toBe(false);
    expect(watched(0, 0).checkpointDue()).toBe(true);
  });
});
