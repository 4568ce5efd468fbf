import type { PipelineDetector } from '../pipeline.ts';
import type { DetectorWatch } from './detector-watch.ts';

/** The embedded detector, which tells of its progress whenever time passes. */
export function watchedDetector<State>(
  detector: PipelineDetector<State>,
  watch: DetectorWatch,
): PipelineDetector<State> {
  let events = 0;
  return {
    take(event) {
      events++;
      detector.take(event);
    },
    tick(timeMs) {
      detector.tick(timeMs);
      watch.took?.({ partition: 0, events, time: timeMs });
      events = 0;
    },
    reopen: (timeMs) => detector.reopen(timeMs),
    snapshot: () => detector.snapshot(),
    findings: () => detector.findings(),
    shieldingActs: () => detector.shieldingActs(),
    orderStates: () => detector.orderStates(),
  };
}
