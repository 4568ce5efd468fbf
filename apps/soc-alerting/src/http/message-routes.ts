import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { appendAudit } from '../audit/audit-store.ts';
import { bearerOf } from '../control/control-tokens.ts';
import { resend } from '../pipeline/outbox.ts';
import type { Database } from '../storage/database.ts';

export interface MessageRoutesOptions {
  database: Database;
  personOf(token: string): string | undefined;
  now(): number;
  /** There is something to send. */
  wake(): void;
}

const which = z.union([
  z.strictObject({ ids: z.array(z.string().min(1).max(64)).min(1).max(1_000) }),
  z.strictObject({ channel: z.string().min(1).max(64) }),
  z.strictObject({ all: z.literal(true) }),
]);

/** Sends dead letters again, for whoever may order: those named, those of a channel, or all. */
export function messageRoutes({ database, personOf, now, wake }: MessageRoutesOptions): Hono {
  const routes = new Hono();
  routes.post('/dead-letters/resend', bodyLimit({ maxSize: 131_072 }), async (context) => {
    const person = personOf(bearerOf(context.req.header('authorization')) ?? '');
    if (person === undefined) return context.json({ error: 'a control token is needed' }, 401);
    const body = which.safeParse(await context.req.json().catch(() => undefined));
    if (!body.success) return context.json({ error: 'say which: ids, channel, or all: true' }, 400);
    const ids = await database.transaction(async (queries) => {
      const sent = await resend(queries, 'all' in body.data ? {} : body.data, now());
      const change = { messages: sent.length, ...body.data };
      if (sent.length > 0) {
        const act = {
          by: `person:${person}`,
          action: 'messages.resent',
          about: 'messages',
          fleet: null,
          change,
        };
        await appendAudit(queries, [act], now());
      }
      return sent;
    });
    wake();
    return context.json({ resent: ids });
  });
  return routes;
}
