import { z } from 'zod';
import { may } from '../../access/caller.ts';
import { fleetsWith } from '../../access/roles.ts';
import { listOrders, orderOf } from '../../control/orders.ts';
import { orderProgressOf, orderStatesOf } from '../../orders/order-state-store.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute, refuse } from './route.ts';
import * as shapes from './shapes.ts';

const fleet = shapes.fleetName.optional();
const NONE = 'the detector knows no such order';

/** Kill orders: as they were recorded and carried out here, and how far each has come as seen from outside. */
export const orderRoutes = ({ database }: ApiParts): ApiRoute[] => [
  defineRoute({
    ...{ method: 'get', path: '/orders', tag: 'orders', role: 'viewer' },
    summary: 'Kill orders as recorded here, the newest first',
    query: shapes.pageAsked,
    answers: { 200: z.object({ orders: z.array(shapes.killOrder), next: shapes.next }) },
    async handle({ query, caller }) {
      const fleets = fleetsWith(caller.grants, 'viewer');
      const { items, next } = await listOrders(database, { ...pageOf(query), fleets });
      return answer(200, { orders: items, next });
    },
  }),
  defineRoute({
    ...{ method: 'get', path: '/orders/{id}', tag: 'orders', role: 'viewer' },
    summary: 'One order, how it was carried out, and what was seen of it',
    params: z.object({ id: shapes.id }),
    answers: {
      200: z.object({ order: shapes.killOrder, progress: shapes.orderProgress.optional() }),
    },
    async handle({ params, caller }) {
      const order = await orderOf(database, params.id);
      if (!order || !may(caller, 'viewer', order.fleet)) return refuse(404, 'no such order');
      return answer(200, { order, progress: await orderProgressOf(database, order.id, order.fleet) });
    },
  }),
  defineRoute({
    ...{ method: 'get', path: '/order-states', tag: 'orders', role: 'viewer' },
    summary: 'Orders as the detector sees them, those ordered last first',
    query: shapes.pageAsked.extend({ fleet }),
    answers: { 200: z.object({ orders: z.array(shapes.wholeOrder), next: shapes.next }) },
    async handle({ query, caller }) {
      const fleets = fleetsWith(caller.grants, 'viewer');
      const one = query.fleet === undefined ? {} : { fleet: query.fleet };
      const { items, next } = await orderStatesOf(database, { ...pageOf(query), ...one, fleets });
      return answer(200, { orders: items, next });
    },
  }),
  defineRoute({
    ...{ method: 'get', path: '/order-states/{id}', tag: 'orders', role: 'viewer' },
    summary: 'One order as the detector sees it, and what became of each instance',
    params: z.object({ id: shapes.id }),
    query: z.object({ fleet }),
    answers: { 200: shapes.orderProgress },
    async handle({ params, query, caller }) {
      const progress = await orderProgressOf(database, params.id, query.fleet);
      if (!progress || !may(caller, 'viewer', progress.whole.fleet)) return refuse(404, NONE);
      return answer(200, progress);
    },
  }),
];

export const pageOf = ({ limit, after }: { limit: number; after?: string | undefined }) => ({
  limit,
  ...(after !== undefined && { after }),
});
