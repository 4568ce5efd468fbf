import { z } from 'zod';
import { may } from '../../access/caller.ts';
import { fleetsWith } from '../../access/roles.ts';
import { withIsolation } from '../../isolation/isolation-store.ts';
import { actsOf } from '../../shielding/act-store.ts';
import { blastRadius } from '../../shielding/blast-radius.ts';
import { containedStates } from '../../shielding/containment.ts';
import { containmentsOf } from '../../shielding/register.ts';
import { shieldingGraph } from '../../shielding/shielding-graph.ts';
import { pageOf } from './order-routes.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute, refuse } from './route.ts';
import * as shapes from './shapes.ts';

const { fleetName, ms } = shapes;
const name = z.string();
const edge = z
  .object({
    fleet: name,
    by: name,
    for: name,
    acts: z.int(),
    kinds: z.array(name),
    firstTime: ms,
    lastTime: ms,
    earlierOnly: z.boolean(),
  })
  .meta({ id: 'GraphEdge' });
const reached = z.object({ agent: name, firstTime: ms, lastTime: ms });
const present = <Given extends object>(given: Given): Given =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Given;

/** Who is contained, who shields whom, and whom a compromised agent can have reached. */
export const shieldingRoutes = ({ database }: ApiParts): ApiRoute[] => [
  defineRoute({
    ...{ method: 'get', path: '/shielding-acts', tag: 'shielding', role: 'viewer' },
    summary: 'What agents did for contained ones, the newest first',
    query: shapes.pageAsked.extend({
      fleet: fleetName.optional(),
      by: shapes.id.optional(),
      for: shapes.id.optional(),
      earlier: z
        .stringbool()
        .default(false)
        .describe('Also what findings tell of, from before the containment.'),
    }),
    answers: { 200: z.object({ acts: z.array(shapes.shieldingAct), next: shapes.next }) },
    async handle({ query, caller }) {
      const fleets = fleetsWith(caller.grants, 'viewer');
      const { items, next } = await actsOf(database, { ...present(query), fleets } as never);
      return answer(200, { acts: items, next });
    },
  }),
  defineRoute({
    ...{ method: 'get', path: '/shielding-graph', tag: 'shielding', role: 'viewer' },
    summary: 'Who shields whom in a time: agents, and what one did for another',
    query: z.object({
      fleet: fleetName.optional(),
      since: z.coerce.number().int().optional(),
      before: z.coerce.number().int().optional(),
      around: shapes.id.optional(),
      limit: z.coerce.number().int().min(1).max(2_000).default(500),
    }),
    answers: {
      200: z.object({
        nodes: z.array(z.object({ fleet: name, agent: name, contained: z.array(z.enum(containedStates)) })),
        edges: z.array(edge),
        isCut: z.boolean(),
      }),
    },
    async handle({ query, caller }) {
      const fleets = fleetsWith(caller.grants, 'viewer');
      return answer(200, await shieldingGraph(database, { ...present(query), fleets } as never));
    },
  }),
  defineRoute({
    ...{ method: 'get', path: '/containments', tag: 'shielding', role: 'viewer' },
    summary: 'The register of contained agents, those contained last first',
    query: shapes.pageAsked.extend({
      fleet: fleetName.optional(),
      agent: shapes.id.optional(),
      state: z.enum(containedStates).optional(),
      ended: z.stringbool().default(false).describe('Also what has ended.'),
    }),
    answers: { 200: z.object({ containments: z.array(shapes.containment), next: shapes.next }) },
    async handle({ query: { fleet, agent, state, ended, ...page }, caller }) {
      const fleets = fleetsWith(caller.grants, 'viewer');
      const filter = { ...present({ fleet, agent, state }), inForce: !ended, fleets, ...pageOf(page) };
      const { items, next } = await containmentsOf(database, filter as never);
      return answer(200, { containments: await withIsolation(database, items), next });
    },
  }),
  defineRoute({
    ...{
      method: 'get',
      path: '/fleets/{fleet}/agents/{agent}/blast-radius',
      tag: 'shielding',
      role: 'viewer',
    },
    summary:
      'Whom an agent was linked with, launched, shares credentials with, and who shields whom around it',
    params: z.object({ fleet: fleetName, agent: shapes.id }),
    answers: {
      200: z.object({
        fleet: name,
        agent: name,
        containments: z.array(shapes.containment),
        linked: z.array(reached),
        launched: z.array(reached.extend({ by: name })),
        launchedBy: z.array(reached),
        sharesCredential: z.array(reached.extend({ credential: name })),
        shielding: z.array(edge),
      }),
    },
    async handle({ params: { fleet, agent }, caller }) {
      if (!may(caller, 'viewer', fleet)) return refuse(404, 'no such fleet');
      return answer(200, await blastRadius(database, fleet, agent));
    },
  }),
];
