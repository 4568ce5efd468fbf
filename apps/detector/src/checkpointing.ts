import type { EventLog } from '@mortsafe/sources';
import type { Checkpoints } from './checkpoints.ts';
import type { DetectorWatch } from './operations/detector-watch.ts';
import type { Pipeline } from './pipeline.ts';

export interface CheckpointingOptions {
  log: Pick<EventLog, 'dropBefore'>;
  policyHash: string;
  everyMs: number;
  /** So many of the newest events stay in the log, and all that either checkpoint still needs. */
  keepEvents: number;
  watch?: DetectorWatch;
}

/** When a checkpoint is due, how it is kept, and what the log may forget once it is. */
export function checkpointing<State>(
  checkpoints: Checkpoints<State>,
  { log, policyHash, everyMs, keepEvents, watch }: CheckpointingOptions,
): Pick<Pipeline<State>, 'checkpoint' | 'checkpointDue'> {
  let savedAt = performance.now();
  let before = 0;
  return {
    async checkpoint(taken) {
      const began = performance.now();
      const bytes = await checkpoints.save({ ...taken, policyHash });
      savedAt = performance.now();
      watch?.checkpointed?.({ partition: 0, bytes, tookMs: savedAt - began });
      await log.dropBefore(Math.min(before, Math.max(0, taken.offset - keepEvents)));
      before = taken.offset;
    },
    checkpointDue: () => performance.now() - savedAt >= everyMs,
  };
}
