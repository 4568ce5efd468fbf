export { type DetectorApp, type DetectorAppOptions, type DetectorHealth, startDetectorApp } from './app.ts';
export type { DoorOptions } from './doors.ts';
export { type DetectorMetricsOptions, detectorMetrics } from './operations/detector-metrics.ts';
export type { DetectorWatch, Stand, WatchedStep } from './operations/detector-watch.ts';
export { type GroupLabels, measureLag } from './operations/measure-lag.ts';
export { createProgress, type Progress, type ProgressOptions } from './operations/progress.ts';
export { createVitalSigns, type VitalSigns } from './operations/vital-signs.ts';
export { watchAll } from './operations/watch-all.ts';
export type { RollCall } from './roll-call.ts';
