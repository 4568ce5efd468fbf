export type { FrameworkOptions } from '../common/framework-options.ts';
export { type AgentsProcessor, type AgentsSpan, watchAgents } from './watch-agents.ts';
