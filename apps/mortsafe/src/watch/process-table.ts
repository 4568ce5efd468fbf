import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { CannotRun } from '../io.ts';
import type { Process } from './life.ts';
import { type Marker, markerIn } from './marker.ts';
import { parseStat, type Stat } from './parse-stat.ts';

export interface SeenProcess extends Process {
  /** Who started it. Undefined where that process was gone before it could be seen. */
  parent: Process | undefined;
  /** Who answers for it now: after the death of its parent another, as a rule pid 1. */
  parentNow: number;
  /** Undefined where it carries none, or its environment cannot be read. */
  marker: Marker | undefined;
}

/** What runs at one moment. */
export interface Look {
  /** Epoch milliseconds. */
  at: number;
  bootedAt: number;
  processes: ReadonlyMap<number, SeenProcess>;
  /** Processes that have ended and wait for their parent, with how. */
  ended: ReadonlyMap<number, Process & { exitCode: number }>;
  /** How many environments cannot be read: other users' processes, and those that hide theirs. */
  unreadable: number;
}

export interface ProcessTable {
  look(): Promise<Look>;
}

interface Known extends SeenProcess {
  image: string;
  readable: boolean;
}

/** Of a process that hides where its environment lies, or has none. */
const NO_IMAGE = '0-0';
/** A program may keep whoever reads its environment waiting, if it goes to lengths. */
const ENVIRONMENT_MS_MAX = 1_000;

export const hasProcessTable = (): boolean => existsSync('/proc/self/stat');

/** @throws {CannotRun} This system has none. */
export function needProcessTable(): void {
  if (hasProcessTable()) return;
  throw new CannotRun(
    `there is no /proc on this machine (${process.platform}), and processes are followed on Linux alone; ` +
      'what agents tell of themselves is taken all the same',
  );
}

/** Linux's own table, which only the kernel writes; environments are what processes were started with. */
export function linuxProcessTable(): ProcessTable {
  let known = new Map<number, Known>();

  return {
    async look() {
      const at = Date.now();
      const running = new Map<number, Stat>();
      const ended = new Map<number, Stat>();
      for (const name of readdirSync('/proc')) {
        const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
        if (!stat || stat.isKernel) continue;
        if (stat.hasEnded) ended.set(stat.pid, stat);
        else running.set(stat.pid, stat);
      }
      const seen = new Map<number, Known>();
      for (const stat of running.values())
        seen.set(stat.pid, await seeProcess(stat, known.get(stat.pid), running));
      known = seen;
      const unreadable = [...seen.values()].filter(({ readable }) => !readable).length;
      return { at, bootedAt: at - uptimeMs(), processes: seen, ended, unreadable };
    },
  };
}

async function seeProcess(
  stat: Stat,
  before: Known | undefined,
  running: ReadonlyMap<number, Stat>,
): Promise<Known> {
  const { pid, startTicks, parent: parentNow, image } = stat;
  const same = before?.startTicks === startTicks ? before : undefined;
  const parent = same ? same.parent : parentOf(stat, running.get(parentNow));
  // Between fork and exec it is a copy of its parent, and not yet what it is going to be.
  const isCopy = image !== NO_IMAGE && running.get(parentNow)?.image === image;
  if (same && same.image === image && !isCopy) return { ...same, parentNow };
  const environment = await environmentOf(stat);
  return {
    ...{ pid, startTicks, parent, parentNow, image },
    marker: environment === 'unreadable' ? undefined : markerIn(environment),
    readable: environment !== 'unreadable',
  };
}

/**
 * Its parent, if that is certain: it is looked at between two looks at the child, which name it both times, so the
 * pid cannot have been another's meanwhile.
 */
function parentOf(child: Stat, parent: Stat | undefined): Process | undefined {
  if (!parent) return undefined;
  const { pid, startTicks } = parent;
  if (statOf(pid)?.startTicks !== startTicks) return undefined;
  const again = statOf(child.pid);
  return again?.startTicks === child.startTicks && again.parent === pid ? { pid, startTicks } : undefined;
}

function statOf(pid: number): Stat | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return undefined;
  }
}

/** As long as it may be: what was put before the marker does not hide it. */
async function environmentOf({ pid, image }: Stat): Promise<Buffer | 'unreadable'> {
  const own = await readInTime(`/proc/${pid}/environ`);
  if (own === 'unreadable' || own.length > 0 || image !== NO_IMAGE) return own;
  // A first thread that has ended has none; the others still do.
  const thread = otherThreadOf(pid);
  return thread === undefined ? own : readInTime(`/proc/${pid}/task/${thread}/environ`);
}

function otherThreadOf(pid: number): string | undefined {
  try {
    return readdirSync(`/proc/${pid}/task`).find((name) => name !== String(pid));
  } catch {
    return undefined;
  }
}

async function readInTime(path: string): Promise<Buffer | 'unreadable'> {
  const enough = new AbortController();
  const reading = readFile(path).catch(({ code }: NodeJS.ErrnoException) =>
    code === 'EACCES' || code === 'EPERM' ? 'unreadable' : Buffer.alloc(0),
  );
  const late = wait(ENVIRONMENT_MS_MAX, 'unreadable' as const, { signal: enough.signal, ref: false });
  late.catch(() => {});
  try {
    return await Promise.race([reading, late]);
  } finally {
    enough.abort();
  }
}

const uptimeMs = (): number => Number(readFileSync('/proc/uptime', 'latin1').split(' ')[0]) * 1_000;
