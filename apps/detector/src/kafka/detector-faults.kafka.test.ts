import { type Broker, startBroker } from '@mortsafe/testing/kafka';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { runFaults, shuffled } from '../testing/run-faults.ts';

const SEED = 1;
const REPEATS = 3;
/** Longer than a session. */
const PAUSE_MS = 4_000;

let broker: Broker;
beforeAll(async () => {
  broker = await startBroker({ proxied: true });
});
afterAll(() => broker?.stop());

describe('detectors at work', () => {
  it('find the same, though they are killed, paused, and share out partitions anew', {
    timeout: 600_000,
  }, async () => {
    const names = ['a detector is killed', 'a detector is paused', 'partitions are shared out anew'] as const;
    const sequence = shuffled(names, REPEATS, SEED);
    const { found, expected, notices } = await runFaults({
      ...{ broker, sequence, name: 'faults', pauseMs: PAUSE_MS, seed: SEED },
    });
    onTestFailed(() => console.error([...sequence, ...notices].join('\n')));
    expect(found).toEqual(expected);
  });
});
