import { z } from 'zod';
import { type OrderState, type OrderTimes, orderEndings, orderStages } from './order-state.ts';
import { rfc3339, wireCount, wireName, wireProblem, wireTime } from './wire-parts.ts';
import { killLevels, killScopes, principalKinds } from './words.ts';

const VERSION = 1;
const NAMES_MAX = 20;

export type ParsedOrderState =
  | { kind: 'order-state'; order: OrderState }
  | { kind: 'reject'; reason: string };

const times = z
  .partialRecord(z.enum([...orderStages, 'refused', 'ended']), wireTime)
  .transform((read): OrderTimes => read);

const base = {
  v: z.literal(VERSION),
  id: wireName.min(1),
  fleet: wireName.min(1),
  order: wireName.min(1),
  state: z.enum(orderStages),
  times,
  time: wireTime,
  revision: z.int().min(1),
};

const principal = z
  .object({ kind: z.enum(principalKinds), id: wireName, instance: wireName.optional() })
  .transform(({ instance, ...rest }) => (instance === undefined ? rest : { ...rest, instance }));

const wire = z.discriminatedUnion('of', [
  z.object({
    ...base,
    of: z.literal('order'),
    scope: z.enum(killScopes),
    level: z.enum(killLevels),
    orderedBy: principal.nullable().default(null),
    implied: z.boolean(),
    agents: z.array(wireName).max(NAMES_MAX),
    instances: z.array(wireName).max(NAMES_MAX),
    deadLine: wireTime,
    ended: z.enum(orderEndings).nullable().default(null),
    counts: z.record(z.enum(orderStages), wireCount),
    unfollowed: wireCount.default(0),
  }),
  z.object({
    ...base,
    of: z.literal('instance'),
    agent: wireName.nullable().default(null),
    instance: wireName.nullable().default(null),
  }),
]);

/** One line for another service: `{"order": {"v": 1, …}}`. Times are RFC 3339. */
export function serialiseOrderState(state: OrderState): string {
  const written = Object.entries(state.times).map(([stage, time]) => [stage, rfc3339(time)]);
  const order = { v: VERSION, ...state, times: Object.fromEntries(written), time: rfc3339(state.time) };
  return JSON.stringify({
    order: state.of === 'order' ? { ...order, deadLine: rfc3339(state.deadLine) } : order,
  });
}

/** Reads what stands under `order` in such a line. Unknown fields are left behind. Never throws. */
export function readOrderState(value: unknown): ParsedOrderState {
  const read = wire.safeParse(value);
  if (!read.success) return { kind: 'reject', reason: wireProblem(read.error, 'order') };
  const { v: _v, ...order } = read.data;
  return { kind: 'order-state', order };
}
