import { seenStates } from '@mortsafe/agent-events';
import { z } from 'zod';
import { type Caller, may } from '../../access/caller.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute } from './route.ts';
import * as shapes from './shapes.ts';

const LIMIT_MAX = 1_000;
/** Of all fleets; who may see some of them is shown those among so many. */
const SEEN_MAX = 200_000;

const seenAgent = z
  .object({
    fleet: z.string(),
    agent: z.string(),
    killed: z.boolean(),
    lastSign: shapes.ms,
    instances: z.array(z.object({ instance: z.string(), state: z.enum(seenStates), lastSign: shapes.ms })),
  })
  .meta({ id: 'SeenAgent' });

/** Who is there, as the detector last saw it. */
export function agentRoutes({ seenAgents }: ApiParts): ApiRoute[] {
  const seenBy = async (caller: Caller, fleet: string | undefined, limit: number) => {
    const all = may(caller, 'viewer', null);
    const seen = await seenAgents(fleet, all ? limit : SEEN_MAX);
    return all ? seen : seen.filter((one) => may(caller, 'viewer', one.fleet)).slice(0, limit);
  };
  return [
    defineRoute({
      ...{ method: 'get', path: '/agents', tag: 'fleets', role: 'viewer' },
      summary: 'Agents, their instances and when each was last seen; those seen last come first',
      query: z.object({
        fleet: shapes.fleetName.optional(),
        search: z.string().max(256).optional().describe('What stands in its name.'),
        limit: z.coerce.number().int(`limit is 1 to ${LIMIT_MAX}`).min(1).max(LIMIT_MAX).default(100),
        skip: z.coerce.number().int().min(0).max(SEEN_MAX).default(0),
      }),
      answers: { 200: z.object({ agents: z.array(seenAgent), more: z.boolean() }) },
      async handle({ query: { fleet, search = '', limit, skip }, caller }) {
        const wanted = search.toLowerCase();
        const seen = await seenBy(caller, fleet, search === '' ? skip + limit + 1 : SEEN_MAX);
        const found = seen.filter(({ agent }) => agent.toLowerCase().includes(wanted)).slice(skip);
        return answer(200, { agents: found.slice(0, limit), more: found.length > limit });
      },
    }),
    defineRoute({
      ...{ method: 'get', path: '/fleets', tag: 'fleets', role: 'viewer' },
      summary: 'Fleets, how many agents are in each, and how they are',
      answers: {
        200: z.object({
          fleets: z.array(
            z.object({
              fleet: z.string(),
              agents: z.int(),
              killed: z.int(),
              instances: z.record(z.enum(seenStates), z.int()),
              lastSign: shapes.ms,
            }),
          ),
        }),
      },
      async handle({ caller }) {
        return answer(200, { fleets: fleetsIn(await seenBy(caller, undefined, SEEN_MAX)) });
      },
    }),
  ];
}

function fleetsIn(seen: readonly z.infer<typeof seenAgent>[]) {
  const fleets = new Map<string, ReturnType<typeof nobodyIn>>();
  for (const { fleet, killed, lastSign, instances } of seen) {
    const one = fleets.get(fleet) ?? nobodyIn(fleet);
    fleets.set(fleet, one);
    one.agents += 1;
    one.killed += killed ? 1 : 0;
    one.lastSign = Math.max(one.lastSign, lastSign);
    for (const { state } of instances) one.instances[state] += 1;
  }
  return [...fleets.values()].sort((one, other) => (one.fleet < other.fleet ? -1 : 1));
}

const nobodyIn = (fleet: string) => ({
  ...{ fleet, agents: 0, killed: 0, lastSign: 0 },
  instances: { alive: 0, silent: 0, unwatched: 0, stopped: 0 },
});
