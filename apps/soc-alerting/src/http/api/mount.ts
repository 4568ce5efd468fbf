import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { z } from 'zod';
import type { Authenticate } from '../../access/authenticate.ts';
import { auditNameOf, type Caller, isFresh } from '../../access/caller.ts';
import type { RateLimits } from '../../access/rate-limits.ts';
import { fleetsWith } from '../../access/roles.ts';
import { addressOf } from '../address-of.ts';
import { FRESH_STEP } from './fresh-step.ts';
import { type Answer, type ApiRoute, refuse } from './route.ts';

export interface MountOptions {
  authenticate: Authenticate;
  limits: RateLimits;
  now(): number;
}

const BODY_BYTES_MAX = 65_536;
const anybody: Caller = { kind: 'machine', name: 'anybody', grants: [], freshAt: null, by: 'token' };

/** Serves the routes. What all have in common is done here: who asks, how often, and in which shape. */
export function mountRoutes(routes: readonly ApiRoute[], options: MountOptions): Hono {
  const app = new Hono();
  for (const route of routes) {
    const maxSize = route.bodyBytesMax ?? BODY_BYTES_MAX;
    const onError = (context: Context) => context.json({ error: `the body is over ${maxSize} bytes` }, 413);
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    app.on(route.method, path, bodyLimit({ maxSize, onError }), async (context) => {
      const given = await serve(route, context, options);
      return given instanceof Response ? given : context.json(given.body as object, given.status);
    });
  }
  return app;
}

async function serve(route: ApiRoute, context: Context, options: MountOptions): Promise<Answer> {
  const isOpen = route.role === 'anybody' || route.role === 'its own';
  const caller = isOpen ? anybody : await options.authenticate(context);
  if (!caller) return stranger(context, options);
  const kept = await keptOut(route, caller, context, options);
  if (kept) return kept;

  const params = route.params.safeParse(context.req.param());
  if (!params.success) return refuse(404, 'nothing here');
  const query = route.query.safeParse(queryOf(context));
  if (!query.success) return refuse(400, problemsOf(query.error));
  const body = await bodyOf(route, context);
  if ('refusal' in body) return body.refusal;
  const asked = { params: params.data, query: query.data, body: body.read, caller, context };
  return route.handle(asked as never);
}

async function stranger(context: Context, { limits }: MountOptions): Promise<Answer> {
  const waitS = await limits.refusal(addressOf(context));
  if (waitS !== undefined) return tooOften(context, waitS);
  context.header('www-authenticate', 'Bearer realm="mortsafe"');
  return refuse(401, 'sign in, or show a token');
}

async function keptOut(
  route: ApiRoute,
  caller: Caller,
  context: Context,
  { limits, now }: MountOptions,
): Promise<Answer | undefined> {
  if (route.role === 'anybody' || route.role === 'its own') return undefined;
  const changes = route.method !== 'get';
  const waitS = await (changes ? limits.change : limits.read)(auditNameOf(caller));
  if (waitS !== undefined) return tooOften(context, waitS);
  if (changes && caller.by === 'session' && !isFromOwnPage(context)) {
    return refuse(403, 'a browser may ask for this from our own pages alone');
  }
  if (fleetsWith(caller.grants, route.role).length === 0)
    return refuse(403, `this needs the role ${route.role}`);
  if (route.fresh && !isFresh(caller, now())) return refuse(403, FRESH_STEP, { freshStepNeeded: true });
  return undefined;
}

function tooOften(context: Context, waitS: number): Answer {
  context.header('retry-after', String(waitS));
  return refuse(429, `too often: wait ${waitS} s`);
}

/** Browsers say where a request comes from, and no page can change what they say. */
function isFromOwnPage(context: Context): boolean {
  const site = context.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = context.req.header('origin');
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === context.req.header('host');
}

/** One value as itself, several as a list. */
function queryOf(context: Context): Record<string, string | string[]> {
  const all = Object.entries(context.req.queries());
  return Object.fromEntries(
    all.map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

async function bodyOf(
  { body: schema }: ApiRoute,
  context: Context,
): Promise<{ read: unknown } | { refusal: Answer }> {
  if (!schema) return { read: undefined };
  if (!/^application\/json\b/i.test(context.req.header('content-type') ?? '')) {
    return { refusal: refuse(415, 'send JSON, and say so in content-type') };
  }
  const given: unknown = await context.req.json().catch(() => undefined);
  if (given === undefined) return { refusal: refuse(400, 'the body is no JSON') };
  const read = schema.safeParse(given);
  return read.success ? { read: read.data } : { refusal: refuse(400, problemsOf(read.error)) };
}

const problemsOf = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ')
    .slice(0, 500);
