export * from './builders.ts';
export { freePorts } from './free-ports.ts';
export * from './history.arbitrary.ts';
export * from './policy.ts';
export * from './run-given-out.ts';
export * from './run-timeline.ts';
export * from './test-rule.ts';
export { type At, controller, event, ms, peer, person, START, type Stated } from './timeline.ts';
