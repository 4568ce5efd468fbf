import { describe, it } from 'vitest';
import { killAndRestart } from '../testing/kill-restart.ts';

const seed = Number(process.env.MORTSAFE_SEED ?? 20_261_121);

describe('mortsafe up, killed and started again', () => {
  it(`finds and tells what an undisturbed run does, after twenty kills under load (seed ${seed})`, async () => {
    await killAndRestart({ kills: 20, seed });
  }, 600_000);
});
