import type { Telemetry } from '../node/setup-telemetry.ts';

/** In place of `setupTelemetry` where there is no Node.js: `startAgent` says so. */
export const setupTelemetry = (): Telemetry => ({ flush: async () => {} });
