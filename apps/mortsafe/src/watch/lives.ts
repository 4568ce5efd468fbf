import type { AgentEvent } from '@mortsafe/agent-events';
import { createAncestry } from './ancestry.ts';
import type { Life } from './life.ts';
import type { Marker } from './marker.ts';
import type { Look, SeenProcess } from './process-table.ts';
import { createRegistry, isOf } from './registry.ts';
import { type SensorName, tellStart, tellStop } from './tell-lives.ts';

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
  const registry = createRegistry();
  const ancestry = createAncestry();
  let beyond = 0;

  function follow(look: Look): AgentEvent[] {
    const events: AgentEvent[] = [];
    const placed = new Set<number>();

    const end = (life: Life): void => {
      registry.forget(life);
      events.push(tellStop(sensor, life, look));
    };

    const place = (seen: SeenProcess): Life | undefined => {
      const before = registry.lifeBefore(seen);
      const { marker } = seen;
      // Whoever drops the marker is still who it was.
      if (placed.has(seen.pid) || !marker || (before && isOf(marker, before))) return before;
      placed.add(seen.pid);
      if (!before && registry.size >= followedMax) {
        beyond++;
        return undefined;
      }
      // A process that becomes another agent was started by the one that it was.
      const above = before ?? ancestry.nearest(seen, look, place);
      const joined = registry.lifeToJoin(marker, above);
      return joined && joined.members.size > 0 ? registry.join(seen, joined) : begin(seen, marker, above);
    };

    /** Also a second process under the name of one that lives is a start, where another agent started it. */
    const begin = (seen: SeenProcess, marker: Marker, above: Life | undefined): Life => {
      const namesake = registry.called(marker);
      if (namesake?.members.size === 0) end(namesake);
      const becameIt = registry.lifeBefore(seen) !== undefined;
      const start = tellStart(sensor, marker, seen, { look, launcher: above, becameIt });
      events.push(start);
      return registry.join(seen, registry.called(marker) ?? registry.begin(marker, seen, start.id));
    };

    registry.bury(look);
    ancestry.noteOrphans(look);
    beyond = 0;
    // Parents first: none starts after its children.
    for (const seen of [...look.processes.values()].sort((a, b) => a.startTicks - b.startTicks)) place(seen);
    for (const life of registry.over()) end(life);
    return events;
  }

  return {
    follow,
    get beyond() {
      return beyond;
    },
  };
}
