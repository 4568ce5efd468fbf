import type { AgentEvent } from '@mortsafe/agent-events';
import { type Queries, storable, wholeMs } from '../storage/database.ts';

/** `linked`: it opened a link to the other. `launched`: it launched the other. `credential`: it carries it. */
export type TieKind = 'linked' | 'launched' | 'credential';

/** What was so at least at one time, or from one to another. */
export interface Tie {
  fleet: string;
  agent: string;
  kind: TieKind;
  other: string;
  /** When it was seen last. */
  time: number;
  /** When it began, where that is known to be before. */
  since?: number;
}

const NAME_CHARS_MAX = 300;

/** What one event says of who belongs to whom. */
export function tiesIn(event: AgentEvent): Tie[] {
  const { fleet, observedTime: time } = event;
  const tie = (agent: string, kind: TieKind, other: string): Tie => ({ fleet, agent, kind, other, time });
  if (event.type === 'link.opened') return [tie(event.agent, 'linked', event.peer)];
  if (event.type === 'credential.issued' || event.type === 'credential.used') {
    return [tie(event.agent, 'credential', event.credential)];
  }
  if (event.type !== 'agent.started') return [];
  const { agent, launchedBy, fingerprint } = event;
  return [
    ...(launchedBy?.kind === 'agent' && launchedBy.id !== agent
      ? [tie(launchedBy.id, 'launched', agent)]
      : []),
    ...(fingerprint?.credential === undefined ? [] : [tie(agent, 'credential', fingerprint.credential)]),
  ];
}

/** Remembers who is linked with whom, launched whom and carries which credential, as evidence has it. */
export const paintTies = (queries: Queries, events: readonly AgentEvent[]): Promise<void> =>
  storeTies(queries, events.flatMap(tiesIn));

/** Keeps when each tie was first and last seen. */
export async function storeTies(queries: Queries, seen: readonly Tie[]): Promise<void> {
  const ties = new Map<string, Tie & { first: number }>();
  for (const tie of seen) {
    const name = (text: string) => storable(text).slice(0, NAME_CHARS_MAX);
    const row = { ...tie, fleet: name(tie.fleet), agent: name(tie.agent), other: name(tie.other) };
    const key = JSON.stringify([row.fleet, row.agent, row.kind, row.other]);
    const known = ties.get(key);
    const first = Math.min(known?.first ?? tie.time, tie.since ?? tie.time);
    ties.set(key, { ...row, first, time: Math.max(known?.time ?? tie.time, tie.time) });
  }
  if (ties.size === 0) return;
  // In one order, so that two who see the same at once do not wait for each other.
  const rows = [...ties].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, tie]) => tie);
  await queries.query(
    `insert into agent_ties (fleet, agent, kind, other, first_time, last_time)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
     on conflict (fleet, agent, kind, other) do update set
       first_time = least(agent_ties.first_time, excluded.first_time),
       last_time = greatest(agent_ties.last_time, excluded.last_time)
     where excluded.first_time < agent_ties.first_time or excluded.last_time > agent_ties.last_time`,
    [
      rows.map(({ fleet }) => fleet),
      rows.map(({ agent }) => agent),
      rows.map(({ kind }) => kind),
      rows.map(({ other }) => other),
      rows.map(({ first }) => wholeMs(first)),
      rows.map(({ time }) => wholeMs(time)),
    ],
  );
}
