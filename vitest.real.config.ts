import { configDefaults, defineConfig } from 'vitest/config';
import { reporters } from './test/real/settings.ts';

/** Tests that need a real database, browser or broker, or minutes. One project each: `pnpm test:postgres` and so on. */
export default defineConfig({
  test: {
    reporters,
    projects: [
      {
        test: {
          name: 'postgres',
          // The whole suite of the app, on the database that production runs.
          include: ['apps/soc-alerting/src/**/*.test.ts', '{packages,apps}/*/src/**/*.postgres.test.ts'],
          exclude: [...configDefaults.exclude, '**/*.{chromium,ocsf,kafka,collector,soak}.test.ts'],
          globalSetup: ['test/real/need-postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'chromium',
          include: ['{packages,apps}/*/src/**/*.chromium.test.ts'],
          globalSetup: ['test/real/need-chromium.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A page that is slow because the machine is busy is no failure.
          expect: { poll: { timeout: 12_000 } },
        },
      },
      {
        test: {
          name: 'ocsf',
          include: ['{packages,apps}/*/src/**/*.ocsf.test.ts'],
          globalSetup: ['test/real/need-ocsf.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'kafka',
          include: ['{packages,apps}/*/src/**/*.kafka.test.ts'],
          globalSetup: ['test/real/need-kafka.ts'],
          testTimeout: 60_000,
          hookTimeout: 90_000,
          // Each file has a broker of its own: half a GiB.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'collector',
          include: ['{packages,apps}/*/src/**/*.collector.test.ts'],
          globalSetup: ['test/real/need-collector.ts'],
          testTimeout: 60_000,
          hookTimeout: 90_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'bundle',
          include: ['{packages,apps}/*/src/**/*.bundle.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'frameworks',
          include: ['examples/*/*.frameworks.test.ts', 'apps/mortsafe/src/**/*.frameworks.test.ts'],
          globalSetup: ['test/real/need-frameworks.ts'],
          testTimeout: 60_000,
          hookTimeout: 90_000,
        },
      },
      {
        test: {
          name: 'crewai',
          include: ['examples/crewai/*.crewai.test.ts'],
          globalSetup: ['test/real/need-crewai.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'soak',
          include: ['{packages,apps}/*/src/**/*.soak.test.ts'],
          testTimeout: 280_000,
          hookTimeout: 60_000,
          // One is busy with a processor, and the others mostly wait for what they killed.
          maxWorkers: 2,
        },
      },
    ],
  },
});
