import { type Life, lifeCalled, type Process, sameProcess } from './life.ts';
import type { Marker } from './marker.ts';
import type { Look, SeenProcess } from './process-table.ts';
import { howItEnded } from './tell-lives.ts';

/** Which lives there are, and whose each process is. */
export interface Registry {
  /** How many processes belong to a life. */
  readonly size: number;
  /** Whose a process has been up to now. */
  lifeBefore(seen: SeenProcess): Life | undefined;
  /** Takes out the processes that have ended; a life may have none then. */
  bury(look: Look): void;
  /** The life that it is one more process of. Where it is not known who started it, nothing new is made of it. */
  lifeToJoin(marker: Marker, above: Life | undefined): Life | undefined;
  called(marker: Marker): Life | undefined;
  begin(marker: Marker, root: Process, begunBy: string): Life;
  join(seen: SeenProcess, life: Life): Life;
  /** Lives without a process. */
  over(): Life[];
  forget(life: Life): void;
}

export function createRegistry(): Registry {
  const lives = new Map<string, Life>();
  const lifeOf = new Map<number, { process: Process; life: Life }>();

  return {
    get size() {
      return lifeOf.size;
    },
    lifeBefore(seen) {
      const known = lifeOf.get(seen.pid);
      return known && sameProcess(known.process, seen) ? known.life : undefined;
    },
    bury({ processes, ended }) {
      for (const [pid, { process, life }] of lifeOf) {
        const now = processes.get(pid);
        if (now && sameProcess(process, now)) continue;
        lifeOf.delete(pid);
        life.members.delete(pid);
        const end = ended.get(pid);
        if (end && sameProcess(process, end) && sameProcess(process, life.root))
          life.ending = howItEnded(end);
      }
    },
    lifeToJoin(marker, above) {
      if (above) return isOf(marker, above) ? above : undefined;
      if (marker.instance !== undefined) return lives.get(lifeCalled(marker));
      const ofAgent = [...lives.values()].filter((life) => isOf(marker, life));
      return ofAgent.length === 1 ? ofAgent[0] : undefined;
    },
    called: (marker) => lives.get(lifeCalled(marker)),
    begin(marker, { pid, startTicks }, begunBy) {
      const life: Life = {
        ...marker,
        begunBy,
        root: { pid, startTicks },
        members: new Set(),
        ending: undefined,
      };
      lives.set(lifeCalled(marker), life);
      return life;
    },
    join(seen, life) {
      const { pid, startTicks } = seen;
      lifeOf.get(pid)?.life.members.delete(pid);
      lifeOf.set(pid, { process: { pid, startTicks }, life });
      life.members.add(pid);
      return life;
    },
    over: () => [...lives.values()].filter(({ members }) => members.size === 0),
    forget: (life) => void lives.delete(lifeCalled(life)),
  };
}

/** What names no instance was started by the agent for its own use. */
export const isOf = (marker: Marker, life: Life): boolean =>
  marker.fleet === life.fleet &&
  marker.agent === life.agent &&
  (marker.instance === undefined || marker.instance === life.instance);
