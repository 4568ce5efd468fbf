import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { KafkaLine } from './kafka-line.ts';

const SCRIPT = fileURLToPath(new URL('./detector-process.ts', import.meta.url));

/** A little more than a detector takes at most. */
const STOP_MS_MAX = 15_000;

export interface DetectorProcess {
  /** Resolves once it is gone; what does not stop in time is killed, and a notice says so. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  pause(): void;
  resume(): void;
}

/** Starts a detector of a line by itself; what it says is among the line's notices. */
export function startDetectorProcess({ names, notices }: KafkaLine): DetectorProcess {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(names)], {
    // Its input ends when this process does, and it with it.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit');
  const keep = (text: Buffer): void => void notices.push(`${child.pid}: ${text.toString().trim()}`);
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return {
    async end(signal) {
      child.kill(signal);
      child.kill('SIGCONT');
      const late = setTimeout(() => {
        notices.push(`${child.pid}: did not stop within ${STOP_MS_MAX} ms, and was killed`);
        child.kill('SIGKILL');
      }, STOP_MS_MAX);
      await gone;
      clearTimeout(late);
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
}
