import { startBroker } from '@mortsafe/testing/kafka';
import { type FaultName, faults } from './faults.ts';
import type { Pace } from './kafka-line.ts';
import { type AfterFaults, faultPace, runFaults } from './run-faults.ts';

export interface SoakFaultsOptions {
  /** Default all. */
  only?: FaultName;
  repeats: number;
  pauseMs: number;
  seed: number;
}

export interface SoakedFault {
  fault: FaultName;
  seed: number;
  expected: number;
  found: number;
  missing: string[];
  /** Found twice, or false. */
  besides: string[];
  caughtUpMs: number;
  notices: string[];
}

/** What users have who set nothing: a minute outlasts all of it. */
const defaultPace: Pace = { sessionTimeoutMs: 30_000, closedAfterMs: 5_000, gapMs: 15_000 };

/** Lets each fault happen many times, each fault to detectors and a broker of its own. */
export async function* soakFaults({
  only,
  repeats,
  ...options
}: SoakFaultsOptions): AsyncGenerator<SoakedFault> {
  const names = Object.keys(faults) as FaultName[];
  for (const fault of names.filter((name) => only === undefined || name === only)) {
    const broker = await startBroker({ proxied: true });
    try {
      const pace = options.pauseMs > defaultPace.sessionTimeoutMs ? defaultPace : faultPace;
      const sequence = new Array<FaultName>(repeats).fill(fault);
      const after = await runFaults({ broker, sequence, name: fault.replaceAll(' ', '-'), pace, ...options });
      yield { fault, seed: options.seed, ...judged(after) };
    } finally {
      await broker.stop();
    }
  }
}

function judged({ expected, found, caughtUpMs, notices }: AfterFaults): Omit<SoakedFault, 'fault' | 'seed'> {
  const besides = [...found];
  const missing = expected.filter((one) => {
    const at = besides.indexOf(one);
    if (at >= 0) besides.splice(at, 1);
    return at < 0;
  });
  return { expected: expected.length, found: found.length, missing, besides, caughtUpMs, notices };
}
