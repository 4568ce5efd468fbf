import { z } from 'zod';
import { type Caller, may } from '../../access/caller.ts';
import { acts } from '../../control/acts.ts';
import { type Approval, approvalOf, approvalsWaiting, settleApproval } from '../../control/approvals.ts';
import { controlAnswer, statuses } from './control-routes.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute, type JsonAnswer, refuse } from './route.ts';
import * as shapes from './shapes.ts';

const approval = z
  .object({
    id: z.string(),
    fleet: z.string(),
    act: z.string(),
    body: z.record(z.string(), z.unknown()),
    askedBy: z.string(),
    askedAt: shapes.ms,
    expiresAt: shapes.ms,
    state: z.enum(['waiting', 'confirmed', 'declined']),
    settledBy: z.string().nullable(),
    settledAt: shapes.ms.nullable(),
  })
  .meta({ id: 'Approval' });
const params = z.object({ id: shapes.id });
const NONE = 'nothing of this id waits';

/** Four eyes: what waits for a second person. */
export function approvalRoutes({ database, door, now, announcer }: ApiParts): ApiRoute[] {
  async function settled(
    id: string,
    state: 'confirmed' | 'declined',
    caller: Caller,
  ): Promise<{ approval: Approval } | { refusal: JsonAnswer }> {
    const known = await approvalOf(database, id);
    if (!known || !may(caller, 'viewer', known.fleet)) return { refusal: refuse(404, NONE) };
    if (!may(caller, 'responder', known.fleet)) {
      return { refusal: refuse(403, 'this needs the role responder in its fleet') };
    }
    if (state === 'confirmed' && known.askedBy === caller.name) {
      return { refusal: refuse(403, 'somebody else must confirm what you asked for') };
    }
    const done = await settleApproval(database, { id, state, by: caller.name, now: now() });
    // Whoever confirms twice, because no answer came, finds it done.
    if (!done && known.state === state && known.settledBy === caller.name) return { approval: known };
    if (!done) return { refusal: refuse(404, NONE) };
    announcer.announce();
    return { approval: done };
  }

  return [
    defineRoute({
      ...{ method: 'get', path: '/approvals', tag: 'control', role: 'viewer' },
      summary: 'What waits for a second person',
      answers: { 200: z.object({ approvals: z.array(approval) }) },
      async handle({ caller }) {
        const waiting = await approvalsWaiting(database, now());
        return answer(200, { approvals: waiting.filter(({ fleet }) => may(caller, 'viewer', fleet)) });
      },
    }),
    defineRoute({
      ...{ method: 'post', path: '/approvals/{id}/confirm', tag: 'control', role: 'responder', fresh: true },
      summary: 'Confirm it, as somebody else than who asked; it is done then',
      params,
      answers: { 201: controlAnswer },
      async handle({ params: { id }, caller }) {
        const result = await settled(id, 'confirmed', caller);
        if ('refusal' in result) return result.refusal;
        const { act: name, body, askedBy } = result.approval;
        const act = acts.find((one) => one.name === name);
        if (!act) return refuse(409, `this release knows no ${name}`);
        const by = { kind: 'person' as const, id: askedBy };
        const reply = await door.request({ act, body, by, idempotencyKey: id });
        if (reply.status === 'done') return answer(statuses.done, reply.answer);
        return refuse(statuses[reply.status], reply.reason);
      },
    }),
    defineRoute({
      ...{ method: 'post', path: '/approvals/{id}/decline', tag: 'control', role: 'responder' },
      summary: 'Decline it, or take back what one asked for',
      params,
      answers: { 200: z.object({ approval }) },
      async handle({ params: { id }, caller }) {
        const result = await settled(id, 'declined', caller);
        return 'refusal' in result ? result.refusal : answer(200, result);
      },
    }),
  ];
}
