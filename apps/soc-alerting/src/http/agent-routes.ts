import { Hono } from 'hono';

/** An agent as the detector last saw it. Times are epoch milliseconds. */
export interface SeenAgent {
  fleet: string;
  agent: string;
  /** Whether a kill order in force names it. */
  killed: boolean;
  lastSign: number;
  instances: {
    instance: string;
    /** `unwatched`: it announced no heartbeats, so that its silence tells nothing. */
    state: 'alive' | 'silent' | 'unwatched' | 'stopped';
    lastSign: number;
  }[];
}

const LIMIT_MAX = 1_000;

/** Who is there, for whoever wants to know whom they could kill. */
export function agentRoutes(
  seenAgents: (fleet: string | undefined, limit: number) => readonly SeenAgent[],
): Hono {
  const routes = new Hono();
  routes.get('/agents', (context) => {
    const limit = Number(context.req.query('limit') ?? 100);
    if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) {
      return context.json({ error: `limit is 1 to ${LIMIT_MAX}` }, 400);
    }
    return context.json({ agents: seenAgents(context.req.query('fleet'), limit) });
  });
  return routes;
}
