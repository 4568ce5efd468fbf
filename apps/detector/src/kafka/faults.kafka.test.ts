import { type Broker, startBroker } from '@mortsafe/testing/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultName, faults } from '../testing/faults.ts';
import { runFaults } from '../testing/run-faults.ts';

let broker: Broker;
beforeAll(async () => {
  broker = await startBroker({ proxied: true });
});
afterAll(() => broker?.stop());

/** Longer than a session, and than agents may be silent. */
const PAUSE_MS = 5_000;

describe('detectors at work find what they would have found, once each and nothing besides', () => {
  it.each(Object.keys(faults) as FaultName[])('though thrice %s', { timeout: 150_000 }, async (fault) => {
    const { found, expected } = await runFaults({ broker, fault, repeats: 3, pauseMs: PAUSE_MS, seed: 1 });
    expect(found).toEqual(expected);
  });
});
