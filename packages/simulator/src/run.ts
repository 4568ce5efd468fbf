import { deserialize, serialize } from 'node:v8';
import { type AgentEvent, emptyPolicy, type Finding, type Policy } from '@mortsafe/agent-events';
import { createDetector, type Detector, type DetectorState, type Rule } from '@mortsafe/detection';
import { rules as allRules } from '@mortsafe/rules';
import { faultsCalled } from './fault-mixes.ts';
import type { Faults } from './faults.ts';
import { judge, type Verdict } from './judge.ts';
import type { Label } from './label.ts';
import { policyFrom } from './policy-from.ts';
import type { Scenario } from './scenario.ts';
import { simulate } from './simulate.ts';
import { taken } from './taken.ts';

export interface RunOptions {
  seed: number;
  /** The name of a mix, or faults. Default: none. */
  faults?: string | Faults;
  agents?: number;
  rules?: readonly Rule[];
}

export interface Run {
  scenario: string;
  verdict: Verdict<Finding>;
  label: Label;
  findings: Finding[];
  events: number;
  /** What plays it again. */
  replay: string;
}

/** Plays a scenario through the detector and holds what it finds against the label. */
export function runScenario(scenario: Scenario, options: RunOptions): Run {
  const { seed, agents, rules = allRules } = options;
  const named = options.faults ?? 'none';
  const faults = typeof named === 'string' ? faultsCalled(named) : named;
  if (!faults) throw new RangeError(`no mix of faults is called ${named}`);
  const simulated = simulate(scenario, { seed, faults, ...(agents !== undefined && { agents }) });
  const { findings, events } = detect(taken(simulated.events), {
    rules,
    policy: policyOf(scenario),
    faults: { ...scenario.faults, ...faults },
  });
  const label = simulated.label();
  const words = typeof named === 'string' ? named : JSON.stringify(named);
  const replay = `scenario ${scenario.id}, seed ${seed}, faults ${words}${agents === undefined ? '' : `, agents ${agents}`}`;
  return { scenario: scenario.id, verdict: judge(label, findings), label, findings, events, replay };
}

/** @throws {TypeError} Its policy is none. */
export const policyOf = ({ id, policy }: Scenario): Policy =>
  policy === undefined ? emptyPolicy : policyFrom(policy, `policy of ${id}`);

interface DetectOptions {
  rules: readonly Rule[];
  policy: Policy;
  faults: Faults;
}

/** The last revision of each finding. With restarts, all since the last checkpoint is read once more. */
function detect(events: Iterable<AgentEvent>, { rules, policy, faults }: DetectOptions) {
  const latest = new Map<string, Finding>();
  const open = (state?: DetectorState) => createDetector({ rules, policy }, state);
  const drain = (detector: Detector) => {
    for (const finding of detector.findings()) latest.set(finding.id, finding);
  };
  const { restartEvery = Number.POSITIVE_INFINITY } = faults;
  let detector = open();
  let count = 0;
  let checkpoint: Buffer | undefined;
  let since: AgentEvent[] = [];
  for (const event of events) {
    count++;
    detector.take(event);
    drain(detector);
    if (restartEvery === Number.POSITIVE_INFINITY) continue;
    since.push(event);
    if (count % restartEvery === Math.floor(restartEvery / 2)) {
      checkpoint = serialize(detector.snapshot());
      since = [];
    } else if (count % restartEvery === 0 && checkpoint) {
      detector = open(deserialize(checkpoint) as DetectorState);
      for (const again of since) detector.take(again);
      drain(detector);
    }
  }
  detector.finish();
  drain(detector);
  return { findings: [...latest.values()], events: count };
}

/** Nothing where it went as labelled; else what did not, and how to play it again. */
export function complaint({ verdict, replay }: Run): string | undefined {
  const { missing, unexpected } = verdict;
  if (missing.length === 0 && unexpected.length === 0) return undefined;
  const lines = [
    ...missing.map((expected) => `  missing: ${JSON.stringify(expected)}`),
    ...unexpected.map(
      ({ rule, severity, subject, alias, actor, summary }) =>
        `  not asked for: ${JSON.stringify({ rule, severity, subject, alias, actor })} "${summary}"`,
    ),
  ];
  return [replay, ...lines].join('\n');
}
