import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import type { Pace } from './bench.ts';

const MINUTES_MAX = 10;
const SAID_BYTES_MAX = 64 * 1_048_576;

/**
 * Runs another engine, one program, on the topic of JSON. It finds its brokers and topic in `BROKERS` and `TOPIC`, and what it says
 * last is a line of JSON with `events`, `seconds` and `cpuSeconds`.
 *
 * @throws It fails, takes longer than ten minutes, or says no such line.
 */
export async function runBeside(command: string, brokers: readonly string[], topic: string): Promise<Pace> {
  const { stdout } = await promisify(exec)(`exec ${command}`, {
    env: { ...process.env, BROKERS: brokers.join(), TOPIC: topic },
    timeout: MINUTES_MAX * 60_000,
    maxBuffer: SAID_BYTES_MAX,
  });
  const last = stdout.split('\n').findLast((line) => line.startsWith('{'));
  const { events, seconds, cpuSeconds } = JSON.parse(last ?? '{}') as Pace;
  if (![events, seconds, cpuSeconds].every(Number.isFinite)) {
    throw new Error(`it said no line of JSON with events, seconds and cpuSeconds: ${command}`);
  }
  return { events, seconds, cpuSeconds };
}
