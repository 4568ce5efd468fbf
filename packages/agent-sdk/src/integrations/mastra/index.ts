export type { FrameworkOptions } from '../common/framework-options.ts';
export { type MastraExporter, type MastraTracingEvent, watchMastra } from './watch-mastra.ts';
