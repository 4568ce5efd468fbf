/** What a line of `/proc/PID/stat` tells. */
export interface Stat {
  pid: number;
  parent: number;
  /** Clock ticks after boot. */
  startTicks: number;
  /** Part of the kernel: no program, no environment. */
  isKernel: boolean;
  /** It has ended, in all of its threads, and only waits for its parent. */
  hasEnded: boolean;
  /** As from `waitpid`; 0 where we may not know. */
  exitCode: number;
  /** Where its environment lies: another place once another program is loaded. */
  image: string;
}

/** Counted from the third, the first behind the name. */
const field = {
  ...{ state: 0, parent: 1, flags: 6, threads: 17, startTicks: 19 },
  ...{ environmentStart: 47, environmentEnd: 48, exitCode: 49 },
};
const KERNEL_THREAD = 0x00_20_00_00;

/** The name stands in parentheses and may hold anything, parentheses too. */
export function parseStat(line: string): Stat | undefined {
  const nameEnds = line.lastIndexOf(')');
  const fields = line.slice(nameEnds + 2).split(' ');
  const at = (name: keyof typeof field): number => Number(fields[field[name]]);
  const pid = Number.parseInt(line, 10);
  if (nameEnds < 0 || !Number.isSafeInteger(pid) || !Number.isSafeInteger(at('startTicks'))) return undefined;
  const state = fields[field.state];
  return {
    pid,
    parent: at('parent'),
    startTicks: at('startTicks'),
    isKernel: (at('flags') & KERNEL_THREAD) !== 0,
    // A zombie whose other threads live has only ended its first.
    hasEnded: state === 'X' || (state === 'Z' && at('threads') <= 1),
    exitCode: at('exitCode') || 0,
    image: `${fields[field.environmentStart]}-${fields[field.environmentEnd]}`,
  };
}
