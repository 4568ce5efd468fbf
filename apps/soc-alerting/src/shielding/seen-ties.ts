import type { SeenAgent } from '@mortsafe/agent-events';
import type { AskSeenFleets } from '../fleet/seen-fleets.ts';
import type { Database } from '../storage/database.ts';
import { storeTies, type Tie } from './ties.ts';

/** Keeps who was linked with whom, launched whom and carried which credential, also of agents that no finding names. */
export interface SeenTies {
  /** Writes down what is new in the fleets as last seen. */
  paint(): Promise<void>;
}

const AT_ONCE = 2_000;

/** What the picture forgets is kept here, as long as other ties are: that is what an agent could reach *over time*. */
export function createSeenTies(database: Database, seenFleets: AskSeenFleets): SeenTies {
  let painted = new Map<string, number>();
  return {
    async paint() {
      const { agents } = await seenFleets();
      const now = new Map<string, number>();
      const fresh: Tie[] = [];
      for (const one of agents) {
        const key = `${one.fleet}\u001f${one.agent}`;
        const stands = standOf(one);
        now.set(key, stands);
        if (painted.get(key) !== stands) fresh.push(...tiesOf(one));
      }
      for (let at = 0; at < fresh.length; at += AT_ONCE)
        await storeTies(database, fresh.slice(at, at + AT_ONCE));
      painted = now;
    },
  };
}

/** Another number once a tie was added or ended. */
function standOf({ links = [], instances, credential = '' }: SeenAgent): number {
  let stands = links.length;
  const add = (time: number): void => {
    stands = (stands * 31 + time) % 2 ** 47;
  };
  for (const character of credential) add(character.codePointAt(0) ?? 0);
  for (const { since, closedAt = 0 } of links) add(since + closedAt);
  for (const { firstSeen = 0, launcher } of instances) add(firstSeen + (launcher ? 1 : 0));
  return stands;
}

function tiesOf({ fleet, agent, lastSign, links = [], instances, credential }: SeenAgent): Tie[] {
  const linked = links.map(({ peer, since, closedAt }) => ({
    ...{ fleet, agent, kind: 'linked' as const, other: peer },
    ...{ since, time: Math.max(since, closedAt ?? lastSign) },
  }));
  const launched = instances.flatMap(({ launcher, firstSeen, lastSign: time }) =>
    launcher?.kind === 'agent' && launcher.id !== agent
      ? [
          {
            fleet,
            agent: launcher.id,
            kind: 'launched' as const,
            other: agent,
            time,
            since: firstSeen ?? time,
          },
        ]
      : [],
  );
  const carried =
    credential === undefined
      ? []
      : [{ fleet, agent, kind: 'credential' as const, other: credential, time: lastSign }];
  return [...linked, ...launched, ...carried];
}
