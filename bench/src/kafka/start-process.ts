import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { DetectorJob, Said } from './detector-process.ts';
import type { Drained, DrainJob } from './drain-process.ts';

const MINUTES_MAX = 10;

/** Runs one to its end. */
export async function drain(job: DrainJob): Promise<Drained> {
  const child = start('drain-process.ts', job);
  const late = setTimeout(() => child.kill('SIGKILL'), MINUTES_MAX * 60_000);
  const [[drained]] = await Promise.all([once(child, 'message'), once(child, 'exit')]);
  clearTimeout(late);
  return drained as Drained;
}

export interface DetectorProcess {
  /** Resolves once it has left its last checkpoint. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export function startDetector(job: DetectorJob, hear: (said: Said) => void): DetectorProcess {
  const child = start('detector-process.ts', job);
  const gone = once(child, 'exit');
  child.on('message', hear);
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    child.kill(signal);
    await gone;
  };
  return { stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

/** As the image has them, for what kafkajs alone is measured by too. */
const IMAGE_FLAGS = ['--max-semi-space-size=64', '--external-memory-accounted-in-global-limit'];

const start = (script: string, job: object): ChildProcess =>
  fork(join(import.meta.dirname, script), [JSON.stringify(job)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--max-old-space-size=4000', '--no-warnings', ...IMAGE_FLAGS],
  });
