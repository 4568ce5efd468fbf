import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('./agent-process.ts', import.meta.url));

export interface AgentProcess {
  child: ChildProcess;
  /** How it ended: its exit code or the signal. */
  ended: Promise<number | NodeJS.Signals | null>;
  output(): string;
}

/** Runs `agent-process.ts` as a process of its own, sending to `endpoint`. */
export function runAgent(act: string, endpoint: string, env: Record<string, string> = {}): AgentProcess {
  const identity = { MORTSAFE_AGENT: 'parent', MORTSAFE_FLEET: 'checkout', MORTSAFE_ENDPOINT: endpoint };
  const child = spawn(process.execPath, [MAIN, act], {
    env: { PATH: process.env.PATH ?? '', ...identity, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.on('exit', (code, signal) => resolve(code ?? signal)),
  );
  return { child, ended, output: () => output };
}
