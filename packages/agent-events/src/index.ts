export * from './authority.ts';
export * from './events.ts';
export * from './finding.ts';
export { type Door, type ParsedEvent, parseAgentEvent } from './parse-agent-event.ts';
export * from './policy.ts';
export { principalName } from './principal.ts';
export { serialiseAgentEvent } from './serialise-agent-event.ts';
export * from './words.ts';
