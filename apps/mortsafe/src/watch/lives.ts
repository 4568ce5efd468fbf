import type { AgentEvent } from '@mortsafe/agent-events';
import { createAncestry } from './ancestry.ts';
import { type Life, lifeCalled, type Process, sameProcess } from './life.ts';
import type { Marker } from './marker.ts';
import type { Look, SeenProcess } from './process-table.ts';
import { howItEnded, type SensorName, tellStart, tellStop } from './tell-lives.ts';

export interface Lives {
  /** What has happened since the last look: starts and stops, in an order in which they can have happened. */
  follow(look: Look): AgentEvent[];
  /** How many processes of agents there was no room for at the last look. */
  readonly beyond: number;
}

const FOLLOWED_MAX = 10_000;

/**
 * Makes lives of agents out of looks at the process table. Pure: what it knows it was shown.
 *
 * What an agent starts for its own use inherits its marker and belongs to it; its life ends with the last of them.
 */
export function createLives(sensor: SensorName, followedMax = FOLLOWED_MAX): Lives {
  const lives = new Map<string, Life>();
  const lifeOf = new Map<number, { process: Process; life: Life }>();
  let beyond = 0;

  const lifeBefore = (seen: SeenProcess): Life | undefined => {
    const known = lifeOf.get(seen.pid);
    return known && sameProcess(known.process, seen) ? known.life : undefined;
  };
  const ancestry = createAncestry();

  function bury({ processes, ended }: Look): void {
    for (const [pid, { process, life }] of lifeOf) {
      const now = processes.get(pid);
      if (now && sameProcess(process, now)) continue;
      lifeOf.delete(pid);
      life.members.delete(pid);
      const end = ended.get(pid);
      if (sameProcess(process, life.root) && end && sameProcess(process, end)) life.ending = howItEnded(end);
    }
  }

  function join(seen: SeenProcess, life: Life): Life {
    const { pid, startTicks } = seen;
    lifeOf.get(pid)?.life.members.delete(pid);
    lifeOf.set(pid, { process: { pid, startTicks }, life });
    life.members.add(pid);
    return life;
  }

  /** The life that it is one more process of. Where it is not known who started it, nothing new is made of it. */
  function lifeToJoin(marker: Marker, above: Life | undefined): Life | undefined {
    if (above) return isOf(marker, above) ? above : undefined;
    if (marker.instance !== undefined) return lives.get(lifeCalled(marker));
    const ofAgent = [...lives.values()].filter(
      ({ fleet, agent }) => fleet === marker.fleet && agent === marker.agent,
    );
    return ofAgent.length === 1 ? ofAgent[0] : undefined;
  }

  return {
    get beyond() {
      return beyond;
    },
    follow(look) {
      const events: AgentEvent[] = [];
      const placed = new Set<number>();
      beyond = 0;
      bury(look);
      ancestry.noteOrphans(look);

      const endIfOver = (life: Life | undefined): void => {
        if (!life || life.members.size > 0) return;
        lives.delete(lifeCalled(life));
        events.push(tellStop(sensor, life, look));
      };

      const place = (seen: SeenProcess): Life | undefined => {
        const before = lifeBefore(seen);
        const { marker } = seen;
        // Whoever drops the marker is still who it was.
        if (placed.has(seen.pid) || !marker || (before && isOf(marker, before))) return before;
        placed.add(seen.pid);
        if (!before && lifeOf.size >= followedMax) {
          beyond++;
          return undefined;
        }
        // A process that becomes another agent was started by the one that it was.
        const above = before ?? ancestry.nearest(seen, look, place);
        const joined = lifeToJoin(marker, above);
        if (joined && joined.members.size > 0) return join(seen, joined);
        return begin(seen, marker, above);
      };

      /** Also a second process under the name of one that lives is a start, where another agent started it. */
      const begin = (seen: SeenProcess, marker: Marker, above: Life | undefined): Life => {
        const called = lifeCalled(marker);
        endIfOver(lives.get(called));
        const { pid, startTicks } = seen;
        const life = lives.get(called) ?? {
          ...marker,
          root: { pid, startTicks },
          members: new Set<number>(),
          ending: undefined,
        };
        lives.set(called, life);
        events.push(
          tellStart(sensor, life, seen, { look, launcher: above, becameIt: lifeBefore(seen) !== undefined }),
        );
        return join(seen, life);
      };

      // Parents first: none starts after its children.
      for (const seen of [...look.processes.values()].sort((a, b) => a.startTicks - b.startTicks))
        place(seen);
      for (const life of [...lives.values()]) endIfOver(life);
      return events;
    },
  };
}

/** What names no instance was started by the agent for its own use. */
const isOf = (marker: Marker, life: Life): boolean =>
  marker.fleet === life.fleet &&
  marker.agent === life.agent &&
  (marker.instance === undefined || marker.instance === life.instance);
