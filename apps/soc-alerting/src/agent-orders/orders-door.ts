import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { machineTokenBy } from '../access/machine-token-store.ts';
import { createRateLimits, type RateLimitSettings } from '../access/rate-limits.ts';
import { bearerOf } from '../access/secrets.ts';
import { addressOf } from '../http/address-of.ts';
import { securityHeaders } from '../http/guard.ts';
import { type Log, reasonOf } from '../log.ts';
import type { Database } from '../storage/database.ts';
import type { Launched } from './kills-in-force.ts';
import type { Follower, OrderWatch } from './order-watch.ts';
import { mayLaunch } from './orders-for-agent.ts';

export interface OrdersDoorOptions {
  database: Database;
  watch: OrderWatch;
  now(): number;
  /** Of each token, in a minute. Default 600 questions. */
  rateLimits?: RateLimitSettings | undefined;
  /** Streams and waiting questions of one token at a time. Default 200: each instance of the agent has one. */
  openMax?: number;
  log: Log;
}

const READS_A_MINUTE = 600;
const OPEN_MAX = 200;
const KEEP_ALIVE_MS = 10_000;
const WAIT_MS_MAX = 25_000;
/** Then an agent comes again, and shows its token, which may have been revoked. */
const STREAM_MS_MAX = 10 * 60_000;

const id = z.string().min(1).max(256);
const ordersQuery = z.object({
  agent: id,
  fleet: id,
  instance: id,
  /** The state that it knows already: then it is answered once that changes, or after `waitMs`. */
  known: z.string().max(64).optional(),
  waitMs: z.coerce.number().int().min(0).max(WAIT_MS_MAX).default(WAIT_MS_MAX),
});
const permitQuery = z.object({ agent: id, fleet: id, peer: id });

/**
 * Where agents hear of the kills in force on them, by a credential of their own. It only tells: nothing that enters
 * here is stored, passed on or acted upon, so that nothing can be ordered, rescinded or claimed. What an agent answers
 * to an order it says by the agents' door, like everything else that it says.
 */
export function createOrdersDoor(options: OrdersDoorOptions): Hono {
  const { database, watch, now, openMax = OPEN_MAX } = options;
  const limits = createRateLimits({ reads: READS_A_MINUTE, ...options.rateLimits });
  const open = new Map<string, number>();
  const app = new Hono();

  /** Which token asks, or why it is not answered. */
  async function tokenOf(
    context: Context,
    asked: { agent: string; fleet: string },
  ): Promise<string | Response> {
    const secret = bearerOf(context.req.header('authorization'));
    const token = secret === undefined ? undefined : await machineTokenBy(database, secret, now());
    if (token?.role !== 'agent') {
      const waitS = await limits.refusal(addressOf(context));
      return waitS === undefined ? refuse(context, 401, "show the agent's token") : tooOften(context, waitS);
    }
    const waitS = await limits.read(token.id);
    if (waitS !== undefined) return tooOften(context, waitS);
    const isOwn = token.name === asked.agent && token.fleets[0] === asked.fleet;
    return isOwn ? token.id : refuse(context, 403, 'this is the token of another agent');
  }

  /** Follows the orders for as long as `tell` takes, within the bounds of one token. */
  async function following(
    context: Context,
    token: string,
    who: Launched,
    tell: (follower: Follower, done: () => void) => Response | Promise<Response>,
  ): Promise<Response> {
    const held = open.get(token) ?? 0;
    if (held >= openMax) return refuse(context, 503, 'too many instances listen with this token');
    open.set(token, held + 1);
    const free = (): void => {
      const left = (open.get(token) ?? 1) - 1;
      if (left > 0) open.set(token, left);
      else open.delete(token);
    };
    try {
      const follower = await watch.follow(who);
      const done = (): void => {
        follower.stop();
        free();
      };
      return await tell(follower, done);
    } catch (error) {
      free();
      throw error;
    }
  }

  app.use(securityHeaders());
  app.get('/livez', (context) => context.text('alive\n'));
  app.get('/v1/orders', async (context) => {
    const query = ordersQuery.safeParse(context.req.query());
    if (!query.success) return refuse(context, 400, 'name agent, fleet and instance');
    const { known, waitMs, ...who } = query.data;
    const token = await tokenOf(context, who);
    if (typeof token !== 'string') return token;
    // What answers HEAD has no body, and a stream that nobody reads would never end.
    const streams =
      context.req.method === 'GET' && (context.req.header('accept')?.includes('text/event-stream') ?? false);
    return following(context, token, who, (follower, done) =>
      streams ? tellAll(context, follower, now, done) : tellOnce(context, follower, { known, waitMs, done }),
    );
  });
  app.get('/v1/launch-permit', async (context) => {
    const query = permitQuery.safeParse(context.req.query());
    if (!query.success) return refuse(context, 400, 'name agent, fleet and peer');
    const { agent, fleet, peer } = query.data;
    const token = await tokenOf(context, { agent, fleet });
    if (typeof token !== 'string') return token;
    return context.json({ mayLaunch: await mayLaunch(database, { fleet, launcher: agent, peer }, now()) });
  });
  app.notFound((context) => refuse(context, 404, 'nothing here'));
  app.onError((error, context) => {
    options.log('error', `orders' door: ${reasonOf(error)}`);
    return refuse(context, 500, 'something went wrong here');
  });
  return app;
}

/** A slow reader is told what is in force when it reads on, and fills no memory meanwhile. */
function tellAll(context: Context, follower: Follower, now: () => number, done: () => void): Response {
  const until = now() + STREAM_MS_MAX;
  return streamSSE(context, async (stream) => {
    stream.onAbort(follower.stop);
    let known: string | undefined;
    try {
      while (!stream.aborted && !stream.closed && now() < until) {
        const told = await follower.next(known, KEEP_ALIVE_MS);
        if (told) await stream.writeSSE({ event: 'orders', data: JSON.stringify(told) });
        else await stream.write(': still here\n\n');
        known = told?.state ?? known;
      }
    } finally {
      done();
    }
  });
}

async function tellOnce(
  context: Context,
  follower: Follower,
  { known, waitMs, done }: { known: string | undefined; waitMs: number; done: () => void },
): Promise<Response> {
  const gone = context.req.raw.signal;
  gone.addEventListener('abort', follower.stop, { once: true });
  try {
    const told = await follower.next(known, waitMs);
    return told ? context.json(told) : context.body(null, 204);
  } finally {
    done();
  }
}

const refuse = (context: Context, status: 400 | 401 | 403 | 404 | 429 | 500 | 503, error: string): Response =>
  context.json({ error }, status);

function tooOften(context: Context, waitS: number): Response {
  context.header('retry-after', String(waitS));
  return refuse(context, 429, `too often: wait ${waitS} s`);
}
