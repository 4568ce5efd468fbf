import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface RunningCommand {
  /** On both outputs, so far. */
  said(): string;
  /** The exit code; null where a signal ended it. */
  ended: Promise<number | null>;
  /** Asks it to end. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface Commands {
  /** Runs a command line as people do. */
  mortsafe(...args: string[]): RunningCommand;
  /** The same, with more in its environment. */
  mortsafeWith(env: NodeJS.ProcessEnv, ...args: string[]): RunningCommand;
  /** Runs a file under Node, with its arguments. */
  node(args: readonly string[], env?: NodeJS.ProcessEnv): RunningCommand;
  /** Ends by force what is left. */
  endAll(): void;
}

/** Runs commands in a folder, as processes of their own. */
export function commandsIn(folder: string): Commands {
  const children: ChildProcess[] = [];

  function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningCommand {
    const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...env } });
    children.push(child);
    let said = '';
    const hear = (text: Buffer): void => {
      said += text.toString();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const ended = once(child, 'exit').then(([code]) => code as number | null);
    return {
      said: () => said,
      ended,
      end(signal = 'SIGTERM') {
        child.kill(signal);
        return ended;
      },
    };
  }

  return {
    mortsafe: (...args) => start([MAIN, ...args]),
    mortsafeWith: (env, ...args) => start([MAIN, ...args], env),
    node: start,
    endAll() {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}
