import type { KeptState, TimelinedDetector } from '../keep-timelines.ts';
import type { PipelineDetector } from '../pipeline.ts';
import type { DetectorWatch } from './detector-watch.ts';
import type { VitalSigns } from './vital-signs.ts';

/** The embedded detector, which tells of its progress whenever time passes, and keeps the canary from the rules. */
export function watchedDetector(
  detector: TimelinedDetector,
  watch: DetectorWatch,
  vitals?: VitalSigns,
): PipelineDetector<KeptState> {
  let events = 0;
  return {
    take(event) {
      events++;
      if (!vitals?.saw(event)) detector.take(event);
    },
    tick(timeMs) {
      detector.tick(timeMs);
      vitals?.detected(timeMs, detector.fleet);
      watch.took?.({ partition: 0, events, time: timeMs });
      events = 0;
    },
    reopen: (timeMs) => detector.reopen(timeMs),
    snapshot: detector.kept,
    findings: () => detector.findings(),
    shieldingActs: () => detector.shieldingActs(),
    orderStates: () => detector.orderStates(),
    timeline: () => detector.timeline(),
  };
}
