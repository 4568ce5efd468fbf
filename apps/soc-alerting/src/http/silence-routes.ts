import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { bearerOf } from '../control/control-tokens.ts';
import { heldBackOf } from '../pipeline/held-back.ts';
import { matcherText } from '../pipeline/matcher.ts';
import { containedUnder } from '../silences/contained.ts';
import { type Silence, stateOf } from '../silences/silence.ts';
import type { SilenceDesk, SilenceReply } from '../silences/silence-desk.ts';
import { silencesOf } from '../silences/silence-store.ts';
import type { Database } from '../storage/database.ts';

export interface SilenceRoutesOptions {
  database: Database;
  desk: SilenceDesk;
  personOf(token: string): string | undefined;
  now(): number;
}

const BODY_BYTES_MAX = 65_536;
const statuses = { done: 200, invalid: 400, unknown: 404 } as const satisfies Record<
  SilenceReply['status'],
  number
>;

/**
 * Silences: whoever may look may list them, whoever may order may make and end them. Cookies make none, and nothing
 * that comes by another door does.
 */
export function silenceRoutes({ database, desk, personOf, now }: SilenceRoutesOptions): Hono {
  const routes = new Hono();
  const shown = async (silence: Silence) => ({
    ...silence,
    matchers: silence.matchers.map(matcherText),
    state: stateOf(silence, now()),
    covers: stateOf(silence, now()) === 'expired' ? [] : await containedUnder(database, silence),
  });

  routes.get('/silences', async (context) => {
    const silences = await silencesOf(database, { now: now(), ended: context.req.query('ended') === 'true' });
    const held = await heldBackOf(database, 500);
    const hiddenBy = (id: string) =>
      held
        .filter(({ heldBy }) => heldBy.some((by) => by.kind === 'silence' && by.id === id))
        .map(({ incident, title, severity, fleet }) => ({ incident, title, severity, fleet }));
    return context.json({
      silences: await Promise.all(
        silences.map(async (silence) => ({ ...(await shown(silence)), hides: hiddenBy(silence.id) })),
      ),
    });
  });
  routes.get('/held-back', async (context) => context.json({ heldBack: await heldBackOf(database, 500) }));

  routes.post('/silences', bodyLimit({ maxSize: BODY_BYTES_MAX }), async (context) => {
    const person = personAt(context, personOf);
    if (person === undefined) return context.json({ error: 'a control token is needed' }, 401);
    if (!/^application\/json\b/i.test(context.req.header('content-type') ?? '')) {
      return context.json({ error: 'send JSON, and say so in content-type' }, 415);
    }
    const body: unknown = await context.req.json().catch(() => undefined);
    const reply = await desk.add(body, person, context.req.header('idempotency-key'));
    if (reply.status !== 'done') return context.json({ error: reply.reason }, statuses[reply.status]);
    return context.json({ silence: await shown(reply.silence) }, 201);
  });
  routes.post('/silences/:id/expire', async (context) => {
    const person = personAt(context, personOf);
    if (person === undefined) return context.json({ error: 'a control token is needed' }, 401);
    const reply = await desk.expire(context.req.param('id'), person);
    if (reply.status !== 'done') return context.json({ error: reply.reason }, statuses[reply.status]);
    return context.json({ silence: await shown(reply.silence) });
  });
  return routes;
}

const personAt = (context: Context, personOf: (token: string) => string | undefined): string | undefined =>
  personOf(bearerOf(context.req.header('authorization')) ?? '');
