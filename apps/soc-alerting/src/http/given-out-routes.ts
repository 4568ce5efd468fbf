import { type Context, Hono } from 'hono';
import { orderProgressOf, orderStatesOf } from '../orders/order-state-store.ts';
import { actsOf } from '../shielding/act-store.ts';
import type { Database } from '../storage/database.ts';
import { PAGE_LIMIT_MAX, type PageRequest, readCursor } from '../storage/page.ts';

/**
 * What the detector gives out beside findings, as JSON, page by page: who acted for whom, and how far each order has
 * come. Times are epoch milliseconds.
 */
export function givenOutRoutes(database: Database): Hono {
  const routes = new Hono();

  routes.get('/shielding-acts', async (context) => {
    const page = pageAsked(context);
    if ('error' in page) return context.json(page, 400);
    const { items, next } = await actsOf(database, { ...page, ...named(context, ['fleet', 'by', 'for']) });
    return context.json({ acts: items, next });
  });

  routes.get('/order-states', async (context) => {
    const page = pageAsked(context);
    if ('error' in page) return context.json(page, 400);
    const { items, next } = await orderStatesOf(database, { ...page, ...named(context, ['fleet']) });
    return context.json({ orders: items, next });
  });
  routes.get('/order-states/:order', async (context) => {
    const progress = await orderProgressOf(database, context.req.param('order'), context.req.query('fleet'));
    return progress
      ? context.json(progress)
      : context.json({ error: 'the detector knows no such order' }, 404);
  });
  return routes;
}

function pageAsked(context: Context): PageRequest | { error: string } {
  const limit = Number(context.req.query('limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_LIMIT_MAX) {
    return { error: `limit is 1 to ${PAGE_LIMIT_MAX}` };
  }
  const after = context.req.query('after');
  if (after === undefined) return { limit };
  return readCursor(after) ? { limit, after } : { error: 'after is what `next` said on the page before' };
}

function named<Name extends string>(context: Context, names: readonly Name[]): { [Key in Name]?: string } {
  const given = names.map((name) => [name, context.req.query(name)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as { [Key in Name]?: string };
}
