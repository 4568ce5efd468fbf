export type { Activity, ActivityTarget } from './activity.ts';
export type { Agent, Assessment, ControlChange, CredentialAct, KillAnswer, StateCopy } from './agent.ts';
export type { AgentOptions } from './agent-options.ts';
export type { Environment } from './environment.ts';
export { type AgentSdkErrorCode, InvalidOptionError } from './errors.ts';
export type { LaunchOptions } from './launch.ts';
export type { Link, LinkOptions } from './link.ts';
export type { LoggerPort, LoggerProviderPort } from './logger-provider.ts';
export { startAgent } from './start-agent.ts';
