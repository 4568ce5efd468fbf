import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { auditNameOf, may } from '../../access/caller.ts';
import { appendAudit } from '../../audit/audit-store.ts';
import { sampleNotification } from '../../channels/sample-notification.ts';
import { deadLetters, resend, withoutText } from '../../pipeline/outbox.ts';
import { incidentsSeenBy } from './incident-access.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute, refuse } from './route.ts';
import * as shapes from './shapes.ts';

const TEST_MS_MAX = 30_000;
const DEAD_MAX = 500;
const RESEND_BYTES_MAX = 131_072;
const EVERYWHERE = 'this needs the role admin in all fleets';

const which = z.union(
  [
    z.strictObject({ ids: z.array(z.string().min(1).max(64)).min(1).max(1_000) }),
    z.strictObject({ channel: z.string().min(1).max(64) }),
    z.strictObject({ all: z.literal(true) }),
  ],
  { error: 'say which: ids, channel, or all: true' },
);

/** Channels, and the messages that none of their tries delivered. They belong to no fleet alone. */
export function messageRoutes({ database, channels, now, wake }: ApiParts): ApiRoute[] {
  return [
    defineRoute({
      ...{ method: 'get', path: '/channels', tag: 'channels', role: 'viewer' },
      summary: 'By what people are told',
      answers: {
        200: z.object({ channels: z.array(z.object({ name: z.string(), wakesPeople: z.boolean() })) }),
      },
      handle: () =>
        answer(200, { channels: channels.map(({ name, pages = false }) => ({ name, wakesPeople: pages })) }),
    }),
    defineRoute({
      ...{ method: 'post', path: '/channels/{name}/test', tag: 'channels', role: 'admin' },
      summary: 'Send a sample through a channel, and say what became of it',
      params: z.object({ name: z.string().min(1).max(64) }),
      answers: {
        200: z.object({ status: z.enum(['delivered', 'retry', 'rejected']), reason: z.string().optional() }),
      },
      async handle({ params: { name }, caller, context }) {
        if (!may(caller, 'admin', null)) {
          return refuse(403, EVERYWHERE);
        }
        const channel = channels.find((one) => one.name === name);
        if (!channel) return refuse(404, 'no such channel');
        const signal = AbortSignal.any([context.req.raw.signal, AbortSignal.timeout(TEST_MS_MAX)]);
        const outcome = await channel.deliver(
          sampleNotification(`test-${randomUUID()}`, now(), null),
          signal,
        );
        const change = { status: outcome.status };
        const act = {
          by: auditNameOf(caller),
          action: 'channel.tested',
          about: `channel:${name}`,
          fleet: null,
          change,
        };
        await database.transaction((queries) => appendAudit(queries, [act], now()));
        const reason = outcome.status === 'delivered' ? {} : { reason: outcome.reason };
        return answer(200, { status: outcome.status, ...reason });
      },
    }),
    defineRoute({
      ...{ method: 'get', path: '/dead-letters', tag: 'channels', role: 'viewer' },
      summary: 'Messages that no try delivered, the newest first',
      answers: { 200: z.object({ deadLetters: z.array(shapes.message) }) },
      async handle({ caller }) {
        const letters = await deadLetters(database, DEAD_MAX);
        const seen = await incidentsSeenBy(
          database,
          letters.map(({ incident }) => incident),
          caller,
        );
        const visible = letters.filter(({ incident }) => seen.has(incident));
        return answer(200, { deadLetters: visible.map(withoutText) });
      },
    }),
    defineRoute({
      ...{ method: 'post', path: '/dead-letters/resend', tag: 'channels', role: 'admin' },
      summary: 'Send dead letters again: those named, those of a channel, or all',
      body: which,
      bodyBytesMax: RESEND_BYTES_MAX,
      answers: { 200: z.object({ resent: z.array(z.string()) }) },
      async handle({ body, caller }) {
        if (!may(caller, 'admin', null)) {
          return refuse(403, EVERYWHERE);
        }
        const ids = await database.transaction(async (queries) => {
          const sent = await resend(queries, 'all' in body ? {} : body, now());
          const change = { messages: sent.length, ...body };
          const act = {
            by: auditNameOf(caller),
            action: 'messages.resent',
            about: 'messages',
            fleet: null,
            change,
          };
          if (sent.length > 0) await appendAudit(queries, [act], now());
          return sent;
        });
        wake();
        return answer(200, { resent: ids });
      },
    }),
  ];
}
