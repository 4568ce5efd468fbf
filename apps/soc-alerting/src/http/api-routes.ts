import { Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { Announcer } from '../announcer.ts';
import { orderOf, ordersOf } from '../control/orders.ts';
import { incidentStatuses } from '../incidents/incident.ts';
import { incidentOf, incidentsOf } from '../incidents/read-incidents.ts';
import { orderProgressOf } from '../orders/order-state-store.ts';
import { deadLetters, notificationsOf, withoutText } from '../pipeline/outbox.ts';
import type { Database } from '../storage/database.ts';
import { givenOutRoutes } from './given-out-routes.ts';

const STREAMS_MAX = 50;
const KEEP_ALIVE_MS = 15_000;
/** A busy incident must not make a page reload without pause. */
const PAUSE_MS = 500;

/** What there is to read, as JSON. Times are epoch milliseconds. */
export function apiRoutes(database: Database, announcer: Announcer): Hono {
  const routes = new Hono();

  routes.get('/incidents', async (context) => {
    const status = incidentStatuses.find((known) => known === context.req.query('status'));
    if (context.req.query('status') !== undefined && !status) {
      return context.json({ error: `status is one of ${incidentStatuses.join(', ')}` }, 400);
    }
    const limit = Number(context.req.query('limit') ?? 100);
    if (!Number.isInteger(limit) || limit < 1 || limit > 500) {
      return context.json({ error: 'limit is 1 to 500' }, 400);
    }
    return context.json({ incidents: await incidentsOf(database, { limit, ...(status ? { status } : {}) }) });
  });

  routes.get('/incidents/:id', async (context) => {
    const incident = await incidentOf(database, context.req.param('id'));
    if (!incident) return context.json({ error: 'no such incident' }, 404);
    const notifications = (await notificationsOf(database, incident.id)).map(withoutText);
    return context.json({ incident, notifications });
  });

  routes.get('/orders', async (context) => context.json({ orders: await ordersOf(database) }));
  routes.get('/orders/:id', async (context) => {
    const order = await orderOf(database, context.req.param('id'));
    if (!order) return context.json({ error: 'no such order' }, 404);
    return context.json({ order, progress: await orderProgressOf(database, order.id, order.fleet) });
  });

  routes.route('/', givenOutRoutes(database));
  routes.get('/dead-letters', async (context) =>
    context.json({ deadLetters: (await deadLetters(database)).map(withoutText) }),
  );

  routes.get('/stream', (context) => {
    if (announcer.listeners() >= STREAMS_MAX) return context.json({ error: 'too many streams' }, 503);
    return streamSSE(context, (stream) => announceChanges(stream, announcer));
  });
  return routes;
}

async function announceChanges(stream: SSEStreamingApi, announcer: Announcer): Promise<void> {
  let changed = false;
  let wake = () => {};
  const stop = announcer.listen(() => {
    changed = true;
    wake();
  });
  stream.onAbort(() => wake());
  try {
    // Headers alone may wait in a buffer; a browser takes the stream for open once something comes.
    await stream.write(': open\n\n');
    while (!stream.aborted && !stream.closed) {
      if (!changed) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, KEEP_ALIVE_MS);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      const news = changed;
      changed = false;
      await (news ? stream.writeSSE({ event: 'changed', data: '' }) : stream.write(': still here\n\n'));
      await stream.sleep(PAUSE_MS);
    }
  } finally {
    stop();
  }
}
