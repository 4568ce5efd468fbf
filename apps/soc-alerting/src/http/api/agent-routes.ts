import { knownByLevels, principalKinds, type SeenAgent, seenStates } from '@mortsafe/agent-events';
import { z } from 'zod';
import { type Caller, may } from '../../access/caller.ts';
import { lineageOf } from '../../fleet/lineage.ts';
import { listAgents } from '../../fleet/list-agents.ts';
import { launcherOf, SEEN_MAX } from '../../fleet/seen-fleets.ts';
import { withIsolation } from '../../isolation/isolation-store.ts';
import { containedStates } from '../../shielding/containment.ts';
import { type ContainedAgents, containedAgents, containmentsOf } from '../../shielding/register.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute, refuse } from './route.ts';
import * as shapes from './shapes.ts';

const LIMIT_MAX = 1_000;
const name = z.string();
const contained = z.array(z.enum(containedStates)).describe('As the register has it in force.');
const instance = z.object({
  instance: name,
  state: z.enum(seenStates),
  lastSign: shapes.ms,
  firstSeen: shapes.ms.optional(),
  intervalMs: z.number().optional().describe('Between heartbeats; absent where none were announced.'),
  launcher: z.object({ kind: z.enum(principalKinds), id: name, knownBy: z.enum(knownByLevels) }).optional(),
});
const inList = {
  ...{ fleet: name, agent: name, killed: z.boolean(), lastSign: shapes.ms, contained },
  instances: z.array(instance),
  launchedBy: name.nullable().describe('The agent that launched its newest instance, where one is known.'),
  links: z.int().describe('How many are open.'),
};
const seenAgent = z.object(inList).meta({ id: 'SeenAgent' });
const launched = z
  .object({
    by: name,
    agent: name,
    knownBy: z.enum(knownByLevels),
    at: shapes.ms.nullable(),
    generation: z.int().describe('How far from the agent that was asked for.'),
  })
  .meta({ id: 'Launched' });
const agentDetail = z
  .object({
    ...inList,
    links: z.array(z.object({ peer: name, since: shapes.ms, closedAt: shapes.ms.optional() })),
    credential: name.nullable(),
    containments: z.array(shapes.containment).describe('Also those that have ended, the newest first.'),
    lineage: z.object({
      ancestors: z.array(launched).describe('The nearest first.'),
      descendants: z.array(launched).describe('The nearest generation first.'),
      isCut: z.boolean(),
    }),
  })
  .meta({ id: 'AgentDetail' });
const fleetSeen = z.object({
  fleet: name,
  agents: z.int(),
  killed: z.int(),
  instances: z.record(z.enum(seenStates), z.int()),
  lastSign: shapes.ms,
});

/** Who is there, as the detector last saw it. */
export const agentRoutes = ({ database, seenFleets }: ApiParts): ApiRoute[] => [
  defineRoute({
    ...{ method: 'get', path: '/agents', tag: 'fleets', role: 'viewer' },
    summary: 'Agents, their instances and when each was last seen; `total` is for a list that is scrolled',
    query: z.object({
      fleet: shapes.fleetName.optional(),
      search: z.string().max(256).optional().describe('What stands in its name.'),
      state: shapes.listOf(z.enum(seenStates)).describe('The best state of its instances.'),
      killed: z.stringbool().optional(),
      contained: z.stringbool().default(false).describe('Only those under containment.'),
      sort: z.enum(['last-sign', 'name']).default('last-sign'),
      order: z.enum(['asc', 'desc']).optional().describe('Default: those seen last first; names from a on.'),
      limit: z.coerce.number().int(`limit is 1 to ${LIMIT_MAX}`).min(1).max(LIMIT_MAX).default(100),
      skip: z.coerce.number().int().min(0).max(SEEN_MAX).default(0),
    }),
    answers: { 200: z.object({ agents: z.array(seenAgent), total: z.int() }) },
    async handle({ query, caller }) {
      const [seen, inForce] = await Promise.all([seenFleets(), containedAgents(database)]);
      const {
        state: states,
        order = query.sort === 'name' ? 'asc' : 'desc',
        contained: only,
        ...rest
      } = query;
      const asked = { ...rest, states, order, isWanted: only ? inForce.isContained : undefined };
      const { agents, total } = listAgents(seen, (fleet) => may(caller, 'viewer', fleet), asked);
      return answer(200, { agents: agents.map((one) => rowOf(one, inForce)), total });
    },
  }),
  defineRoute({
    ...{ method: 'get', path: '/fleets/{fleet}/agents/{agent}', tag: 'fleets', role: 'viewer' },
    summary: 'One agent: its instances, links, who launched it, whom it launched, and its containments',
    params: z.object({ fleet: shapes.fleetName, agent: shapes.id }),
    answers: { 200: agentDetail },
    async handle({ params: { fleet, agent }, caller }) {
      const seen = await seenFleets();
      const one = may(caller, 'viewer', fleet) ? seen.agent(fleet, agent) : undefined;
      if (!one) return refuse(404, 'nobody has seen such an agent');
      const { items } = await containmentsOf(database, { fleet, agent, inForce: false });
      return answer(200, {
        ...rowOf(one, await containedAgents(database)),
        links: one.links ?? [],
        credential: one.credential ?? null,
        containments: await withIsolation(database, items),
        lineage: lineageOf(seen, fleet, agent),
      });
    },
  }),
  defineRoute({
    ...{ method: 'get', path: '/fleets', tag: 'fleets', role: 'viewer' },
    summary: 'Fleets, how many agents are in each, and how they are',
    answers: { 200: z.object({ fleets: z.array(fleetSeen) }) },
    handle: async ({ caller }) => answer(200, { fleets: fleetsIn((await seenFleets()).agents, caller) }),
  }),
];

const rowOf = (one: SeenAgent, inForce: ContainedAgents) => {
  const { credential: _, links = [], ...rest } = one;
  return {
    ...rest,
    contained: inForce.statesOf(one),
    launchedBy: launcherOf(one)?.id ?? null,
    links: links.filter(({ closedAt }) => closedAt === undefined).length,
  };
};

function fleetsIn(seen: readonly SeenAgent[], caller: Caller) {
  const fleets = new Map<string, ReturnType<typeof nobodyIn>>();
  for (const { fleet, killed, lastSign, instances } of seen) {
    const one = fleets.get(fleet) ?? nobodyIn(fleet);
    fleets.set(fleet, one);
    one.agents += 1;
    one.killed += killed ? 1 : 0;
    one.lastSign = Math.max(one.lastSign, lastSign);
    for (const { state } of instances) one.instances[state] += 1;
  }
  return [...fleets.values()]
    .filter(({ fleet }) => may(caller, 'viewer', fleet))
    .sort((one, other) => (one.fleet < other.fleet ? -1 : 1));
}

const nobodyIn = (fleet: string) => ({
  ...{ fleet, agents: 0, killed: 0, lastSign: 0 },
  instances: { alive: 0, silent: 0, unwatched: 0, stopped: 0 },
});
