import { emptyPolicy, type Finding } from '@mortsafe/agent-events';
import { createDetector } from '@mortsafe/detection';
import { rules } from '@mortsafe/rules';
import { judge } from '../judge.ts';
import { floodOf } from '../scenarios/flood.ts';
import { simulate } from '../simulate.ts';
import { taken } from '../taken.ts';

export interface SoakedFlood {
  events: number;
  /** The most agents that the detector held in its picture. */
  trackedMax: number;
  /** Megabytes in use at eight points of the flood, after the first: they do not grow with it. */
  heapMb: number[];
  /** Rules. */
  missing: string[];
  unexpected: string[];
}

const LOOKS = 8;

/** So many agents that nobody started, in one fleet, and a relaunch in their midst: what it costs, and what is found. */
export function soakFlood(invented: number): SoakedFlood {
  const [attack] = floodOf(invented);
  const { events, label } = simulate(attack!, { seed: 4 });
  const detector = createDetector({ rules, policy: emptyPolicy });
  const latest = new Map<string, Finding>();
  const drain = () => {
    for (const finding of detector.findings()) latest.set(finding.id, finding);
  };
  const soaked = { events: 0, trackedMax: 0, heapMb: [] as number[] };
  for (const event of taken(events)) {
    detector.take(event);
    drain();
    if (++soaked.events % Math.ceil(invented / LOOKS) !== 0) continue;
    const [fleet] = detector.snapshot().fleets;
    soaked.trackedMax = Math.max(soaked.trackedMax, fleet!.agents.seats.size);
    globalThis.gc?.();
    soaked.heapMb.push(Math.round(process.memoryUsage().heapUsed / 2 ** 20));
  }
  detector.finish();
  drain();
  const { missing, unexpected } = judge(label(), [...latest.values()]);
  return {
    ...soaked,
    missing: missing.map(({ rule }) => rule),
    unexpected: unexpected.map(({ rule }) => rule),
  };
}
