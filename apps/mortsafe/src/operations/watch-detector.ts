import {
  createProgress,
  type DetectorMetricsOptions,
  type DetectorWatch,
  detectorMetrics,
  type WatchedStep,
  watchAll,
} from '@mortsafe/detector';
import type { Settings } from '../config/settings.ts';
import type { Operations } from './operations-server.ts';

export interface WatchOptions {
  steps: readonly WatchedStep[];
  groups?: NonNullable<DetectorMetricsOptions['groups']>;
}

/** Measures a detector; `troubles` says why it is not ready, if so. */
export function watchDetector(
  { meter }: Pick<Operations, 'meter'>,
  { operations, checkpointEveryMs, rules }: Pick<Settings, 'operations' | 'checkpointEveryMs' | 'rules'>,
  { steps, groups }: WatchOptions,
): { watch: DetectorWatch; troubles(): string[] } {
  const { lagMaxMs } = operations;
  const progress = createProgress({ steps, lagMaxMs, checkpointEveryMs, now: Date.now });
  const ids = rules.rules.map(({ id }) => id);
  const metrics = detectorMetrics({ meter, progress, rules: ids, ...(groups && { groups }) });
  return { watch: watchAll(progress.watch, metrics), troubles: progress.troubles };
}
