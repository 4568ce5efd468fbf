export * from '../index.ts';
export { setupTelemetry, type Telemetry } from './setup-telemetry.ts';
export type { TelemetryOptions } from './telemetry-options.ts';
