import { orderStages } from '@mortsafe/agent-events/order-state';
import { z } from 'zod';

const base = z.object({
  order: z.string(),
  fleet: z.string(),
  state: z.enum(orderStages),
  time: z.number(),
  times: z.partialRecord(z.enum([...orderStages, 'refused', 'ended']), z.number()),
});

/** A kill order as the SOC application answers for it. Times are epoch milliseconds. */
export const seenOrder = base.extend({
  scope: z.string(),
  orderedBy: z.object({ kind: z.string(), id: z.string() }).nullable(),
  agents: z.array(z.string()),
  instances: z.array(z.string()),
  ended: z.string().nullable(),
  counts: z.record(z.enum(orderStages), z.number()),
  unfollowed: z.number(),
});
export type SeenOrder = z.infer<typeof seenOrder>;

const seenInstance = base.extend({ agent: z.string().nullable(), instance: z.string().nullable() });
export type SeenInstance = z.infer<typeof seenInstance>;

export const seenOrders = z.object({ orders: z.array(seenOrder), next: z.string().nullable() });

export const seenProgress = z.object({ whole: seenOrder, instances: z.array(seenInstance) });
export type SeenProgress = z.infer<typeof seenProgress>;
