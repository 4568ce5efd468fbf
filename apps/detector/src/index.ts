export { type DetectorApp, type DetectorAppOptions, type DetectorHealth, startDetectorApp } from './app.ts';
export type { DoorOptions } from './doors.ts';
export { readLogLine } from './log-line.ts';
export type { RejectedInput } from './rejected-log.ts';
