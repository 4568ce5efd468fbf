import { type Queries, storable } from '../storage/database.ts';
import type { Containment } from './containment.ts';
import { containmentsOf } from './register.ts';
import { type GraphEdge, shieldingGraph } from './shielding-graph.ts';

/** Somebody whom a compromised agent can have reached. Times are epoch milliseconds. */
export interface Reached {
  agent: string;
  firstTime: number;
  lastTime: number;
}

/** Whom to look at next when an agent is compromised, as far as evidence tells. */
export interface BlastRadius {
  fleet: string;
  agent: string;
  containments: Containment[];
  /** In either direction. */
  linked: Reached[];
  /** By it, by what it launched, and so on; `by` says by whom. */
  launched: (Reached & { by: string })[];
  launchedBy: Reached[];
  /** Who carries a credential that it carries, too. */
  sharesCredential: (Reached & { credential: string })[];
  /** Whom it shielded, and who shielded it. */
  shielding: GraphEdge[];
}

const EACH_MAX = 500;
const GENERATIONS_MAX = 10;

/** Whom an agent was linked with, launched, shares credentials with, and who shields whom around it. */
export async function blastRadius(queries: Queries, fleet: string, agent: string): Promise<BlastRadius> {
  const who = [storable(fleet), storable(agent), EACH_MAX];
  const times = 'first_time as "firstTime", last_time as "lastTime"';
  const { edges } = await shieldingGraph(queries, { around: agent, fleet });
  return {
    ...{ fleet, agent },
    containments: (await containmentsOf(queries, { fleet, agent, inForce: false })).items,
    linked: await queries.query<Reached>(
      `select agent, min(first_time) as "firstTime", max(last_time) as "lastTime" from (
         select other as agent, first_time, last_time from agent_ties
           where fleet = $1 and agent = $2 and kind = 'linked'
         union all
         select agent, first_time, last_time from agent_ties
           where fleet = $1 and other = $2 and kind = 'linked') as links
       group by agent order by max(last_time) desc, agent limit $3`,
      who,
    ),
    launched: await queries.query<Reached & { by: string }>(
      `with recursive offspring as (
         select agent as by, other as agent, first_time, last_time, 1 as generation from agent_ties
           where fleet = $1 and agent = $2 and kind = 'launched'
         union
         select ties.agent, ties.other, ties.first_time, ties.last_time, generation + 1
           from agent_ties as ties join offspring on offspring.agent = ties.agent
           where ties.fleet = $1 and ties.kind = 'launched' and ties.other <> $2 and generation < ${GENERATIONS_MAX})
       select distinct on (agent) agent, by, ${times} from offspring order by agent, generation limit $3`,
      who,
    ),
    launchedBy: await queries.query<Reached>(
      `select agent, ${times} from agent_ties where fleet = $1 and other = $2 and kind = 'launched'
       order by last_time desc, agent limit $3`,
      who,
    ),
    sharesCredential: await queries.query<Reached & { credential: string }>(
      `select theirs.agent, theirs.other as credential, theirs.first_time as "firstTime",
         theirs.last_time as "lastTime"
       from agent_ties as mine join agent_ties as theirs
         on theirs.fleet = mine.fleet and theirs.kind = 'credential' and theirs.other = mine.other
           and theirs.agent <> mine.agent
       where mine.fleet = $1 and mine.agent = $2 and mine.kind = 'credential'
       order by theirs.last_time desc, theirs.agent limit $3`,
      who,
    ),
    shielding: edges,
  };
}
