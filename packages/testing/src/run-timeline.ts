import { type AgentEvent, emptyPolicy, type Finding, type Policy } from '@mortsafe/agent-events';
import { createDetector, type DetectorState, type Rule } from '@mortsafe/detection';

export interface RunOptions {
  rules: readonly Rule[];
  policy?: Policy;
  /** Snapshot, clone and restore after each event of these indexes. */
  checkpointAfter?: (index: number) => boolean;
  /** Stop without the end of input: what is found while time still runs. */
  open?: boolean;
}

/** Runs a timeline through a detector, last revision of each finding, by time of detection and id. */
export function runTimeline(events: readonly AgentEvent[], options: RunOptions): Finding[] {
  const { rules, policy = emptyPolicy } = options;
  const failures: unknown[] = [];
  const ruleFailed = (_: string, error: unknown) => void failures.push(error);
  let detector = createDetector({ rules, policy, ruleFailed });
  const latest = new Map<string, Finding>();
  const drain = () => {
    for (const finding of detector.findings()) latest.set(finding.id, finding);
  };
  events.forEach((event, index) => {
    detector.take(event);
    drain();
    if (options.checkpointAfter?.(index)) {
      const state: DetectorState = structuredClone(detector.snapshot());
      detector = createDetector({ rules, policy, ruleFailed }, state);
    }
  });
  if (!options.open) detector.finish();
  if (failures.length > 0) throw failures[0];
  if (detector.counts().failed > 0) throw new Error('the detector failed on an event');
  drain();
  return [...latest.values()].sort((a, b) => a.detectedTime - b.detectedTime || (a.id < b.id ? -1 : 1));
}
