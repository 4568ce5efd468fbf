import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { KafkaLine } from './kafka-line.ts';

const SCRIPT = fileURLToPath(new URL('./detector-process.ts', import.meta.url));

export interface DetectorProcess {
  /** Resolves once it is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  pause(): void;
  resume(): void;
}

/** Starts a detector of a line by itself; what it says is among the line's notices. */
export function startDetectorProcess({ names, notices }: KafkaLine): DetectorProcess {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(names)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit');
  const keep = (text: Buffer): void => void notices.push(`${child.pid}: ${text.toString().trim()}`);
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return {
    async end(signal) {
      child.kill(signal);
      child.kill('SIGCONT');
      await gone;
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
}
