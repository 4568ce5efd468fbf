import type { Policy } from '@mortsafe/agent-events';
import { createDetector, type Detector, type DetectorState, type Rule } from '@mortsafe/detection';
import type { EventLog } from '@mortsafe/sources';
import type { Checkpoints } from './checkpoints.ts';

export interface RestoreOptions {
  rules: readonly Rule[];
  policy: { policy: Policy; hash: string };
  /** One sentence for the operator. */
  notice(text: string): void;
}

/** Makes the detector as it was at the newest whole checkpoint of this log; without one, anew from the log's start. */
export async function restoreDetector(
  { rules, policy, notice }: RestoreOptions,
  checkpoints: Checkpoints<DetectorState>,
  log: EventLog,
): Promise<{ detector: Detector; from: number }> {
  const { checkpoint, passedOver } = await checkpoints.load();
  for (const reason of passedOver) notice(`passed over a checkpoint: ${reason}`);

  if (checkpoint && (checkpoint.offset > log.end() || checkpoint.offset < log.start())) {
    notice('the checkpoint is of another log; reading this one from its start');
  } else if (checkpoint) {
    if (checkpoint.policyHash !== policy.hash) {
      notice('the policy has changed; it holds from here on, and what was found before stands');
    }
    const detector = createDetector({ rules, policy: policy.policy }, checkpoint.state);
    return { detector, from: checkpoint.offset };
  }
  if (log.start() > 0) notice('the log has forgotten its beginning: kills ordered before it are not known');
  return { detector: createDetector({ rules, policy: policy.policy }), from: log.start() };
}
