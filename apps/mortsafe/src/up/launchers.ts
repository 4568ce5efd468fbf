import { readFileSync } from 'node:fs';

/** A process, and the one that started it. */
interface Link {
  child: number;
  parent: number;
}

/** What is known of a process: its parent now, and the words it was started with. */
export interface ProcessTable {
  parentOf(pid: number): number | undefined;
  wordsOf(pid: number): string | undefined;
}

const LOOK_EVERY_MS = 500;
const CHAIN_MAX = 10;
const PACKAGE_MANAGER = /\b(npm|npx|pnpm|pnpx|yarn|corepack)\b/;

/**
 * Calls `gone` once a package manager that led to this process has ended. `npx` and its like pass no signal on: asked
 * to end, they would leave us running without anybody who knows of it. A terminal or a shell does not count, so that
 * who was started in the background stays there.
 *
 * @returns Stops watching.
 */
export function followLaunchers(
  gone: () => void,
  processes: ProcessTable = linuxProcesses,
  pid = process.pid,
): () => void {
  const chain = chainOf(pid, processes);
  if (chain.length === 0) return () => {};
  const timer = setInterval(() => {
    // A process that lost its parent is given another: so also a parent that is not yet cleared away is gone.
    if (chain.every(({ child, parent }) => processes.parentOf(child) === parent)) return;
    clearInterval(timer);
    gone();
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** From this process up to the highest package manager above it; the shells that they put between are part of it. */
function chainOf(pid: number, processes: ProcessTable): Link[] {
  const links: Link[] = [];
  let highest = 0;
  for (let child = pid; links.length < CHAIN_MAX; ) {
    const parent = processes.parentOf(child);
    if (parent === undefined || parent <= 1) break;
    links.push({ child, parent });
    if (PACKAGE_MANAGER.test(processes.wordsOf(parent) ?? '')) highest = links.length;
    child = parent;
  }
  return links.slice(0, highest);
}

/** Where there is no `/proc`, only our own parent is known, and nothing of its name: nobody is followed. */
const linuxProcesses: ProcessTable = {
  parentOf(pid) {
    const stat = readProc(`/proc/${pid}/stat`);
    // The name in brackets may hold anything; the parent is the second word behind it.
    return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  },
  wordsOf: (pid) => readProc(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' '),
};

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
