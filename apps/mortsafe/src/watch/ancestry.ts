import { type Life, type Process, sameProcess } from './life.ts';
import type { Look, SeenProcess } from './process-table.ts';

const ANCESTORS_MAX = 64;

export interface Ancestry {
  /** A process that was given to another after the death of its parent shows that this one takes in orphans. */
  noteOrphans(look: Look): void;
  /**
   * The nearest agent above a process. Nobody is named where one on the way up was never seen, is gone or takes in
   * orphans, as pid 1 does: another may have stood between.
   */
  nearest(seen: SeenProcess, look: Look, lifeOf: (seen: SeenProcess) => Life | undefined): Life | undefined;
}

export function createAncestry(): Ancestry {
  const reapers = new Map<number, Process>();
  const takesInOrphans = ({ pid, startTicks }: Process): boolean =>
    pid === 1 || reapers.get(pid)?.startTicks === startTicks;

  function parentOf(seen: SeenProcess, { processes }: Look): SeenProcess | undefined {
    if (!seen.parent || seen.parentNow !== seen.parent.pid) return undefined;
    const parent = processes.get(seen.parent.pid);
    return parent && sameProcess(parent, seen.parent) && !takesInOrphans(parent) ? parent : undefined;
  }

  return {
    noteOrphans({ processes }) {
      for (const reaper of reapers.values()) {
        const now = processes.get(reaper.pid);
        if (!now || !sameProcess(reaper, now)) reapers.delete(reaper.pid);
      }
      for (const { parent, parentNow } of processes.values()) {
        const adopter = parent && parent.pid !== parentNow ? processes.get(parentNow) : undefined;
        if (adopter) reapers.set(parentNow, { pid: parentNow, startTicks: adopter.startTicks });
      }
    },
    nearest(seen, look, lifeOf) {
      let at = parentOf(seen, look);
      for (let depth = 0; at && depth < ANCESTORS_MAX; depth++) {
        const life = lifeOf(at);
        if (life) return life;
        at = parentOf(at, look);
      }
      return undefined;
    },
  };
}
