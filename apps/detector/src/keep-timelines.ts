import type { AgentEvent } from '@mortsafe/agent-events';
import type { Detector, DetectorState } from '@mortsafe/detection';
import { createTimelines, type SavedTimelines } from './timelines.ts';

/** What a checkpoint holds; timelines are absent where none were kept yet. */
export interface KeptState extends DetectorState {
  timelines?: SavedTimelines;
}

export interface TimelinedDetector extends Omit<Detector, 'takeFrom'> {
  /** Some of what happened to agents that findings name; none only when none is left. */
  timeline(): AgentEvent[];
  /** Live, as a snapshot is. */
  kept(): KeptState;
}

/** The detector, which also tells what happens to those whom its findings name. */
export function keepTimelines(detector: Detector, from?: SavedTimelines): TimelinedDetector {
  const timelines = createTimelines(from);
  return {
    ...detector,
    take(event) {
      detector.take(event);
      timelines.saw(event);
    },
    findings() {
      const found = detector.findings();
      timelines.found(found);
      return found;
    },
    timeline: timelines.take,
    kept: () => ({ ...detector.snapshot(), timelines: timelines.saved() }),
  };
}
