import type { Finding, Policy } from '@mortsafe/agent-events';
import { createDetector, type DetectorOptions } from '@mortsafe/detection';
import { rules as builtIn } from '@mortsafe/rules';
import { type Judgement, judge, type Label } from '@mortsafe/simulator';
import type { EventStream } from '../replay/merge.ts';

export interface EvaluateRecordingOptions extends Partial<Pick<DetectorOptions, 'rules' | 'ruleFailed'>> {
  label: Label;
  policy: Policy;
}

/** Runs the detector over a recording and holds what it finds against the label. */
export async function evaluateRecording(
  recording: EventStream,
  { label, policy, rules = builtIn, ruleFailed }: EvaluateRecordingOptions,
): Promise<Judgement & { unexpected: Finding[] }> {
  const detector = createDetector({ rules, policy, ...(ruleFailed && { ruleFailed }) });
  const latest = new Map<string, Finding>();
  const raisedAt = new Map<string, number>();
  let now = Number.NEGATIVE_INFINITY;
  const drain = () => {
    for (const finding of detector.findings()) {
      latest.set(finding.id, finding);
      if (!raisedAt.has(finding.id)) raisedAt.set(finding.id, now);
    }
  };
  for await (const events of recording) {
    for (const event of events) {
      now = Math.max(now, event.observedTime);
      detector.take(event);
      drain();
    }
  }
  detector.finish();
  drain();
  const verdict = judge(label, [...latest.values()]);
  const matched = verdict.matched.map(({ expected, finding }) => {
    const decisive = expected.decisiveTime;
    return {
      expected,
      detectMs: decisive === undefined ? null : raisedAt.get(finding.id)! - Date.parse(decisive),
    };
  });
  return { matched, missing: verdict.missing, unexpected: verdict.unexpected };
}
