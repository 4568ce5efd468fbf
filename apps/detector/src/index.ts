export { type DetectorApp, type DetectorAppOptions, type DetectorHealth, startDetectorApp } from './app.ts';
export type { DoorOptions } from './doors.ts';
export type { RollCall, SeenAgent } from './roll-call.ts';
