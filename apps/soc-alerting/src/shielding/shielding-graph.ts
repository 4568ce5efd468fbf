import type { ActKind } from '@mortsafe/agent-events';
import { type Queries, storable } from '../storage/database.ts';
import { fleetPatterns } from '../storage/fleet-globs.ts';
import { type ContainedState, WHOLE_FLEET } from './containment.ts';

/** What one agent did for another, all of it. Times are epoch milliseconds. */
export interface GraphEdge {
  fleet: string;
  by: string;
  for: string;
  acts: number;
  kinds: ActKind[];
  firstTime: number;
  lastTime: number;
  /** Only what findings tell of, from before anybody was contained. */
  earlierOnly: boolean;
}

export interface GraphNode {
  fleet: string;
  agent: string;
  /** What contains it now. */
  contained: ContainedState[];
}

export interface ShieldingGraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** There are more edges than were asked for; those with the newest acts are here. */
  isCut: boolean;
}

export interface GraphQuery {
  fleet?: string;
  /** Fleet globs: those that may be seen. Default all. */
  fleets?: readonly string[];
  /** Acts at or after this. Default all that are kept. */
  since?: number;
  /** Acts before this. Default up to now. */
  before?: number;
  /** Edges that begin or end here. */
  around?: string;
  /** Default 500, at most 2,000. */
  limit?: number;
}

const EDGES = 500;
const EDGES_MAX = 2_000;

/** Who shields whom, as far as acts are kept: agents, and what one did for another. */
export async function shieldingGraph(queries: Queries, query: GraphQuery = {}): Promise<ShieldingGraph> {
  const limit = Math.min(query.limit ?? EDGES, EDGES_MAX);
  const around = query.around === undefined ? null : storable(query.around);
  // The kind stands in the document, which cannot be looked into where an agent wrote a NUL into it.
  const rows = await queries.query<Omit<GraphEdge, 'kinds'> & { documents: { kind: ActKind }[] }>(
    `select fleet, done_by as by, done_for as for, count(*)::integer as acts, min(time) as "firstTime",
       max(time) as "lastTime", bool_and(from_finding is not null) as "earlierOnly",
       json_agg(document order by time desc) filter (where newest <= 20) as documents
     from (select *, row_number() over (partition by fleet, done_by, done_for order by time desc) as newest
       from shielding_acts
       where ($1::text is null or fleet = $1) and ($2::text[] is null or fleet like any($2))
         and ($3::bigint is null or time >= $3) and ($6::bigint is null or time < $6)
         and ($4::text is null or done_by = $4 or done_for = $4)) as acts
     group by fleet, done_by, done_for order by max(time) desc, done_by, done_for limit $5`,
    [
      query.fleet === undefined ? null : storable(query.fleet),
      fleetPatterns(query.fleets),
      query.since ?? null,
      ...[around, limit + 1, query.before ?? null],
    ],
  );
  const edges = rows.slice(0, limit).map(({ documents, ...edge }) => ({
    ...edge,
    kinds: [...new Set(documents.map(({ kind }) => kind))],
  }));
  return { nodes: await nodesOf(queries, edges), edges, isCut: rows.length > limit };
}

async function nodesOf(queries: Queries, edges: readonly GraphEdge[]): Promise<GraphNode[]> {
  const nodes = new Map<string, GraphNode>();
  for (const { fleet, by, for: shielded } of edges) {
    for (const agent of [by, shielded])
      nodes.set(JSON.stringify([fleet, agent]), { fleet, agent, contained: [] });
  }
  const rows = await queries.query<{ fleet: string; agent: string; state: ContainedState }>(
    `select distinct fleet, agent, state from containments
     where ended_at is null and fleet = any($1::text[]) and (agent = any($2::text[]) or agent = '${WHOLE_FLEET}')
     order by state`,
    [[...nodes.values()].map(({ fleet }) => fleet), [...nodes.values()].map(({ agent }) => agent)],
  );
  for (const { fleet, agent, state } of rows) {
    for (const node of nodes.values()) {
      const isMeant = node.fleet === fleet && (agent === WHOLE_FLEET || agent === node.agent);
      if (isMeant && !node.contained.includes(state)) node.contained.push(state);
    }
  }
  return [...nodes.values()];
}
