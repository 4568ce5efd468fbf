import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { acts } from '../control/acts.ts';
import type { ControlDoor, ControlReply } from '../control/control-door.ts';
import { bearerOf } from '../control/control-tokens.ts';

const BODY_BYTES_MAX = 65_536;
const statuses = { done: 201, invalid: 400, conflict: 409, unavailable: 503 } as const satisfies Record<
  ControlReply['status'],
  number
>;
/** What a header can carry and a person can read. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** `POST /kill`, `/rescind`, `/authorise-relaunch`, … for whoever holds a control token. Cookies open nothing here. */
export function controlRoutes(door: ControlDoor, personOf: (token: string) => string | undefined): Hono {
  const routes = new Hono();
  routes.use(
    bodyLimit({
      maxSize: BODY_BYTES_MAX,
      onError: (context) => context.json({ error: `the body is over ${BODY_BYTES_MAX} bytes` }, 413),
    }),
  );
  for (const act of acts) {
    routes.post(`/${act.name}`, async (context) => {
      const person = personOf(bearerOf(context.req.header('authorization')) ?? '');
      if (person === undefined) {
        context.header('www-authenticate', 'Bearer realm="mortsafe control"');
        return context.json({ error: 'a control token is needed' }, 401);
      }
      if (!/^application\/json\b/i.test(context.req.header('content-type') ?? '')) {
        return context.json({ error: 'send JSON, and say so in content-type' }, 415);
      }
      const idempotencyKey = context.req.header('idempotency-key');
      if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
        return context.json({ error: 'Idempotency-Key: 1 to 255 visible ASCII characters' }, 400);
      }
      const body: unknown = await context.req.json().catch(() => undefined);
      if (body === undefined) return context.json({ error: 'the body is no JSON' }, 400);

      const reply = await door.request({ act, body, person, idempotencyKey });
      if (reply.status === 'done') return context.json(reply.answer, statuses.done);
      return context.json({ error: reply.reason }, statuses[reply.status]);
    });
  }
  return routes;
}
