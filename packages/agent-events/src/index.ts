export * from './events.ts';
export * from './finding.ts';
export * from './policy.ts';
