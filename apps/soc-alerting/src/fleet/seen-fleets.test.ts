import type { SeenAgent } from '@mortsafe/agent-events';
import { describe, expect, it } from 'vitest';
import { askSeenFleets } from './seen-fleets.ts';

describe('the fleets as last seen', () => {
  /** @param tookMs - How long asking takes. */
  function asking(tookMs: number) {
    const world = { at: 0, asked: 0, fails: false };
    const ask = askSeenFleets(
      (): SeenAgent[] => {
        world.asked++;
        world.at += tookMs;
        if (world.fails) throw new Error('away');
        return [];
      },
      () => world.at,
    );
    return { world, ask };
  }

  it('are asked for once, however many want to know, and anew after two seconds', async () => {
    const { world, ask } = asking(0);
    await Promise.all([ask(), ask(), ask()]);
    world.at = 1_999;
    await ask();
    expect(world.asked).toBe(1);
    world.at = 2_000;
    await ask();
    expect(world.asked).toBe(2);
  });

  it('are asked for no more than a twentieth of the time', async () => {
    const { world, ask } = asking(1_000);
    await ask();
    world.at += 19_999;
    await ask();
    expect(world.asked).toBe(1);
    world.at += 1;
    await ask();
    expect(world.asked).toBe(2);
  });

  it('are asked for again at once where it failed', async () => {
    const { world, ask } = asking(0);
    world.fails = true;
    await expect(ask()).rejects.toThrow('away');
    world.fails = false;
    await ask();
    expect(world.asked).toBe(2);
  });
});
