import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { needsMore, reporters } from './test/real/settings.ts';

/** What runs anywhere, within minutes: `pnpm test`. The rest is in `vitest.real.config.ts`. */
export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'apps/*/src/**/*.test.ts',
      'bench/src/**/*.test.ts',
      'scripts/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    exclude: [...configDefaults.exclude, ...needsMore],
    globalSetup: ['test/real/say-what-is-left-out.ts'],
    testTimeout: 30_000,
    // Many wait for processes and databases: a small machine has time for a second one meanwhile.
    maxWorkers: Math.max(3, availableParallelism()),
    hookTimeout: 60_000,
    reporters,
  },
});
