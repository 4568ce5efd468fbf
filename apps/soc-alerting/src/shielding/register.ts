import { type Queries, type SqlValue, storable, wholeMs } from '../storage/database.ts';
import { fleetPatterns } from '../storage/fleet-globs.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor } from '../storage/page.ts';
import { noteChanges } from '../stream/stream-log.ts';
import { type ContainedState, type Containment, type Release, WHOLE_FLEET } from './containment.ts';

/** Enters containments into the register. One that is known changes by its end alone, which nothing takes back. */
export async function enterContainments(queries: Queries, entered: readonly Containment[]): Promise<void> {
  if (entered.length === 0) return;
  const rows = [...new Map(entered.map((one) => [one.id, one])).values()];
  const text = (pick: (one: Containment) => string | null) =>
    rows.map((one) => {
      const value = pick(one);
      return value === null ? null : storable(value);
    });
  const changed = await queries.query<Pick<Containment, 'fleet' | 'agent'>>(
    `insert into containments (id, fleet, agent, state, since, ended_at, marked_by, source, order_id, reason)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[],
       $8::text[], $9::text[], $10::text[])
     on conflict (id) do update set ended_at = least(containments.ended_at, excluded.ended_at)
       where containments.ended_at is null and excluded.ended_at is not null
         or excluded.ended_at < containments.ended_at
     returning fleet, agent`,
    [
      text(({ id }) => id),
      text(({ fleet }) => fleet),
      text(({ agent }) => agent),
      text(({ state }) => state),
      rows.map(({ since }) => wholeMs(since)),
      rows.map(({ endedAt }) => (endedAt === null ? null : wholeMs(endedAt))),
      text(({ markedBy }) => markedBy),
      text(({ source }) => source),
      text(({ order }) => order),
      text(({ reason }) => reason),
    ],
  );
  await noteChanges(queries, changed.map(noteOf));
}

const noteOf = ({ fleet, agent }: Pick<Containment, 'fleet' | 'agent'>) => ({
  kind: 'containment' as const,
  about: agent,
  fleets: [fleet],
});

/** Ends what is in force; says whose. */
export async function releaseContainments(queries: Queries, released: readonly Release[]): Promise<string[]> {
  const agents: string[] = [];
  for (const { fleet, order = null, agent = null, state = null, at } of released) {
    if (order === null && agent === null) continue;
    const rows = await queries.query<{ agent: string }>(
      `update containments set ended_at = $5 where fleet = $1 and ended_at is null and since <= $5
         and ($2::text is null or order_id = $2) and ($3::text is null or agent = $3)
         and ($4::text is null or state = $4)
       returning agent`,
      [
        storable(fleet),
        order === null ? null : storable(order),
        agent === null ? null : storable(agent),
        ...[state, wholeMs(at)],
      ],
    );
    agents.push(...rows.map((row) => row.agent));
    await noteChanges(
      queries,
      rows.map((row) => noteOf({ fleet, ...row })),
    );
  }
  return agents;
}

const COLUMNS = `id, fleet, agent, state, since, ended_at as "endedAt", marked_by as "markedBy", source,
  order_id as "order", reason`;

export interface ContainmentFilter extends PageRequest {
  fleet?: string;
  agent?: string;
  state?: ContainedState;
  /** Default true: what has ended is left out. */
  inForce?: boolean;
  /** Fleet globs: those that may be seen. Default all. */
  fleets?: readonly string[];
}

/** The register of contained agents, those contained last first. */
export async function containmentsOf(
  queries: Queries,
  filter: ContainmentFilter = {},
): Promise<Page<Containment>> {
  const cursor = readCursor(filter.after);
  const text = (value: string | undefined): SqlValue => (value === undefined ? null : storable(value));
  const rows = await queries.query<Containment>(
    `select ${COLUMNS} from containments
     where ($1::text is null or fleet = $1) and ($2::text is null or agent = $2)
       and ($3::text is null or state = $3) and ($4 = false or ended_at is null)
       and ($5::bigint is null or (since, id) < ($5, $6))
       and ($8::text[] is null or fleet like any($8))
     order by since desc, id desc limit $7`,
    [
      ...[text(filter.fleet), text(filter.agent), text(filter.state), filter.inForce ?? true],
      ...[cursor?.time ?? null, cursor?.id ?? '', limitOf(filter) + 1, fleetPatterns(filter.fleets)],
    ],
  );
  return pageOf(
    rows.map((row) => ({ ...row, time: row.since })),
    filter,
    ({ time: _, ...row }) => row,
  );
}

/** Who is under containment now. */
export interface ContainedAgents {
  statesOf(agent: { fleet: string; agent: string }): ContainedState[];
  isContained(agent: { fleet: string; agent: string }): boolean;
}

const CONTAINED_MAX = 20_000;

/** Who is under containment now, by name or with the whole fleet. */
export async function containedAgents(queries: Queries): Promise<ContainedAgents> {
  const rows = await queries.query<{ fleet: string; agent: string; states: ContainedState[] }>(
    `select fleet, agent, array_agg(distinct state order by state) as states from containments
     where ended_at is null group by fleet, agent limit ${CONTAINED_MAX}`,
  );
  const keyOf = (fleet: string, agent: string): string => `${fleet}\u001f${agent}`;
  const known = new Map(rows.map(({ fleet, agent, states }) => [keyOf(fleet, agent), states]));
  const statesOf = ({ fleet, agent }: { fleet: string; agent: string }): ContainedState[] => [
    ...new Set([agent, WHOLE_FLEET].flatMap((who) => known.get(keyOf(fleet, who)) ?? [])),
  ];
  return { statesOf, isContained: (agent) => statesOf(agent).length > 0 };
}

const CONTAINMENTS_MAX = 5_000;

/** Every containment of these agents, in whichever fleet, that was in force at or after a time. */
export const containmentsSince = (
  queries: Queries,
  agents: readonly string[],
  since: number,
): Promise<Containment[]> =>
  queries.query<Containment>(
    `select ${COLUMNS} from containments
     where (agent = any($1::text[]) or agent = '${WHOLE_FLEET}') and (ended_at is null or ended_at >= $2)
     order by since, id limit $3`,
    [agents.map(storable), wholeMs(since), CONTAINMENTS_MAX],
  );
