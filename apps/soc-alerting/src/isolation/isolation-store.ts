import { appendAudit } from '../audit/audit-store.ts';
import type { Database, Queries } from '../storage/database.ts';

export const isolationStates = ['waiting', 'isolated', 'failed', 'held'] as const;
/** `waiting` for an instance of it to be known; `held` back by a guard. */
export type IsolationState = (typeof isolationStates)[number];

/** How far an agent in quarantine has been cut off. */
export interface Isolation {
  fleet: string;
  agent: string;
  state: IsolationState;
  /** For people. */
  detail: string;
  isolator: string;
  /** Those that are cut off; null stands for the agent itself. */
  instances: (string | null)[];
  updatedAt: number;
}

const COLUMNS = 'fleet, agent, state, detail, isolator, instances, updated_at as "updatedAt"';

export const isolationsOf = (queries: Queries): Promise<Isolation[]> =>
  queries.query<Isolation>(`select ${COLUMNS} from isolations order by fleet, agent`);

const WANTED_MAX = 5_000;

/** Whom the register has in quarantine; of too many those of whom something is kept, lest they be let back. */
export const agentsInQuarantine = (queries: Queries): Promise<{ fleet: string; agent: string }[]> =>
  queries.query(
    `select fleet, agent from (
       select distinct fleet, agent from containments where state = 'quarantined' and ended_at is null) as wanted
     left join isolations using (fleet, agent)
     order by isolations.state is null, fleet, agent limit ${WANTED_MAX}`,
  );

/** Stores how far it is, and audits it where that is something else than before. */
export async function saveIsolation(
  database: Database,
  isolation: Isolation,
  before: Isolation | undefined,
): Promise<void> {
  const { fleet, agent, state, detail, isolator, instances, updatedAt } = isolation;
  await database.transaction(async (queries) => {
    await queries.query(
      `insert into isolations (fleet, agent, state, detail, isolator, instances, updated_at)
       values ($1, $2, $3, $4, $5, $6::json, $7)
       on conflict (fleet, agent) do update set state = excluded.state, detail = excluded.detail,
         isolator = excluded.isolator, instances = excluded.instances, updated_at = excluded.updated_at`,
      [fleet, agent, state, detail, isolator, JSON.stringify(instances), updatedAt],
    );
    const same = before?.state === state && before.instances.length === instances.length;
    if (!same) await audit(queries, `isolation.${state}`, isolation);
  });
}

export async function endIsolation(database: Database, isolation: Isolation): Promise<void> {
  const { fleet, agent } = isolation;
  await database.transaction(async (queries) => {
    await queries.query('delete from isolations where fleet = $1 and agent = $2', [fleet, agent]);
    await audit(queries, 'isolation.released', { ...isolation, instances: [] });
  });
}

const audit = (queries: Queries, action: string, isolation: Isolation): Promise<void> => {
  const { fleet, agent, detail, isolator, instances, updatedAt } = isolation;
  const change = { isolator, instances, detail };
  return appendAudit(
    queries,
    [{ by: 'machine:mortsafe', action, about: `agent:${agent}`, fleet, change }],
    updatedAt,
  );
};

/** Says of quarantines in force how far they are. */
export async function withIsolation<
  Row extends { fleet: string; agent: string; state: string; endedAt: number | null },
>(
  queries: Queries,
  containments: readonly Row[],
): Promise<(Row & { isolation?: Pick<Isolation, 'state' | 'detail' | 'isolator' | 'updatedAt'> })[]> {
  const inForce = containments.filter(({ state, endedAt }) => state === 'quarantined' && endedAt === null);
  if (inForce.length === 0) return [...containments];
  const known = await isolationsOf(queries);
  return containments.map((row) => {
    const found = known.find(({ fleet, agent }) => fleet === row.fleet && agent === row.agent);
    if (!found || !inForce.includes(row)) return row;
    const { state, detail, isolator, updatedAt } = found;
    return { ...row, isolation: { state, detail, isolator, updatedAt } };
  });
}
