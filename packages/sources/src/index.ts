export type { Appended } from './log/group-commit.ts';
export { LogError, type LogErrorCode } from './log/log-error.ts';
export { type EventLog, type LogOptions, openLog } from './log/open-log.ts';
export type { StoredRecord } from './log/read-segment.ts';
