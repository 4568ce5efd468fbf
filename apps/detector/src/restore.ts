import type { Policy } from '@mortsafe/agent-events';
import { createDetector, type DetectorOptions, type Rule } from '@mortsafe/detection';
import type { EventLog } from '@mortsafe/sources';
import type { Checkpoints } from './checkpoints.ts';
import { type KeptState, keepTimelines, type TimelinedDetector } from './keep-timelines.ts';
import { secretHashKey } from './secret-hash-key.ts';

export interface RestoreOptions {
  rules: readonly Rule[];
  policy: { policy: Policy; hash: string };
  /** One sentence for the operator. */
  notice(text: string): void;
  /** Told each time a rule throws. */
  ruleFailed?: DetectorOptions['ruleFailed'];
}

/** Makes the detector as it was at the newest whole checkpoint of this log; without one, anew from the log's start. */
export async function restoreDetector(
  { rules, policy, notice, ruleFailed }: RestoreOptions,
  checkpoints: Checkpoints<KeptState>,
  log: EventLog,
): Promise<{ detector: TimelinedDetector; from: number }> {
  const options = {
    rules,
    policy: policy.policy,
    hashKey: secretHashKey(),
    ...(ruleFailed && { ruleFailed }),
  };
  const { checkpoint, passedOver } = await checkpoints.load();
  for (const reason of passedOver) notice(`passed over a checkpoint: ${reason}`);

  if (checkpoint && (checkpoint.offset > log.end() || checkpoint.offset < log.start())) {
    notice('the checkpoint is of another log; reading this one from its start');
  } else if (checkpoint) {
    if (checkpoint.policyHash !== policy.hash) {
      notice('the policy has changed; it holds from here on, and what was found before stands');
    }
    const detector = keepTimelines(createDetector(options, checkpoint.state), checkpoint.state.timelines);
    return { detector, from: checkpoint.offset };
  }
  if (log.start() > 0) notice('the log has forgotten its beginning: kills ordered before it are not known');
  return { detector: keepTimelines(createDetector(options)), from: log.start() };
}
