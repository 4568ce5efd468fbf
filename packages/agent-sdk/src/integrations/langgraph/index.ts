export type { FrameworkOptions } from '../common/framework-options.ts';
export { type GraphCallbacks, type WatchGraphOptions, watchGraph } from './watch-graph.ts';
