import { describe, it } from 'vitest';
import { killAndRestart } from '../testing/kill-restart.ts';

describe('mortsafe up, killed and started again', () => {
  it('finds and tells what an undisturbed run does, after three kills under load', async () => {
    await killAndRestart({ kills: 3, seed: 1 });
  }, 120_000);
});
