import { z } from 'zod';
import { acts } from '../../control/acts.ts';
import type { ControlReply } from '../../control/control-door.ts';
import { type Hook, type HookOrder, mayOrderIn } from '../../control/hook.ts';
import { hookActs } from '../../control/hook-acts.ts';
import { hashOf } from '../../incidents/group.ts';
import { addressOf } from '../address-of.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute, refuse } from './route.ts';
import * as shapes from './shapes.ts';

const BODY_BYTES_MAX = 262_144;
const outcome = z.object({
  act: z.enum(hookActs),
  fleet: z.string(),
  agent: z.string(),
  done: z.boolean(),
  order: z.string().optional(),
  reason: z.string().optional(),
});

/** Where an EDR, a SIEM or a gateway says what it saw; the configuration says what that orders. */
export const hookRoutes = ({ hooks, door, limits }: ApiParts): ApiRoute[] => [
  defineRoute({
    ...{ method: 'post', path: '/hooks/{name}', tag: 'control', role: 'its own' },
    summary: 'A delivery from a machine elsewhere, signed or with its token; any JSON',
    params: z.object({ name: shapes.id }),
    bodyBytesMax: BODY_BYTES_MAX,
    answers: { 200: z.object({ orders: z.array(outcome) }) },
    async handle({ params: { name }, context }) {
      const hook = hooks.find((one) => one.name === name);
      const body = await context.req.text();
      if (!hook?.isTrue(body, (header) => context.req.header(header))) {
        const waitS = await limits.refusal(addressOf(context));
        return waitS === undefined ? refuse(401, 'not signed, or by nobody known') : refuse(429, 'too often');
      }
      if ((await limits.change(`hook:${name}`)) !== undefined) return refuse(429, 'too often');
      const read = hook.read(body);
      if ('reason' in read) return refuse(400, read.reason);
      const outcomes: z.infer<typeof outcome>[] = [];
      for (const order of read.orders) {
        const reply = await take(hook, order, body, door);
        // Whoever sends it again has it done once.
        if (reply.status === 'unavailable') return refuse(503, reply.reason);
        outcomes.push({ ...withoutReason(order), ...toldOf(reply) });
      }
      return answer(200, { orders: outcomes });
    },
  }),
];

async function take(
  hook: Hook,
  { act: name, fleet, agent, reason }: HookOrder,
  delivery: string,
  door: ApiParts['door'],
): Promise<ControlReply> {
  if (!mayOrderIn(hook, fleet)) return { status: 'invalid', reason: 'it may not order in this fleet' };
  const act = acts.find((one) => one.name === name);
  if (!act) return { status: 'invalid', reason: `there is no act ${name}` };
  const why = name === 'kill' ? { reason } : name === 'compromised' ? { evidence: reason } : {};
  const body = { fleet, agent, ...(reason !== undefined && why) };
  const by = { kind: 'controller' as const, id: hook.name };
  return door.request({ act, body, by, idempotencyKey: hashOf([delivery, name, fleet, agent]) });
}

const withoutReason = ({ act, fleet, agent }: HookOrder) => ({ act, fleet, agent });

const toldOf = (reply: ControlReply): { done: boolean; order?: string; reason?: string } =>
  reply.status === 'done'
    ? { done: true, ...(reply.answer.order !== undefined && { order: reply.answer.order }) }
    : { done: false, reason: reply.reason };
