import { type Broker, startBroker } from '@mortsafe/testing/kafka';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { runFaults, shuffled } from '../testing/run-faults.ts';

const SEED = 1;
const REPEATS = 3;
/** Longer than a session. */
const PAUSE_MS = 4_000;
/** Longer than an agent may be silent. */
const BROKER_PAUSE_MS = 9_000;

let broker: Broker;
beforeAll(async () => {
  broker = await startBroker({ proxied: true });
});
afterAll(() => broker?.stop());

describe('detectors at work', () => {
  it('find the same, though brokers, network and state topic fail them', {
    timeout: 600_000,
  }, async () => {
    const names = [
      'the broker is killed',
      'the broker is paused',
      'the network is cut',
      'the state topic refuses to be written',
    ] as const;
    const sequence = shuffled(names, REPEATS, SEED);
    const { found, expected, notices } = await runFaults({
      ...{ broker, sequence, name: 'faults', pauseMs: PAUSE_MS, brokerPauseMs: BROKER_PAUSE_MS, seed: SEED },
    });
    onTestFailed(() => console.error([...sequence, ...notices].join('\n')));
    expect(found).toEqual(expected);
  });
});
