export type { FrameworkOptions } from '../common/framework-options.ts';
export { type GenerationTelemetry, watchGenerations } from './watch-generations.ts';
