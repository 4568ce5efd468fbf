import type { Principal } from '@mortsafe/agent-events';
import { z } from 'zod';
import { type Caller, isFresh, may } from '../../access/caller.ts';
import { type Act, acts, looseningOf } from '../../control/acts.ts';
import { askApproval } from '../../control/approvals.ts';
import type { ControlReply } from '../../control/control-door.ts';
import { orderOf } from '../../control/orders.ts';
import { FRESH_STEP } from './fresh-step.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute, type JsonAnswer, refuse } from './route.ts';

export const statuses = {
  done: 201,
  invalid: 400,
  conflict: 409,
  unavailable: 503,
} as const satisfies Record<ControlReply['status'], number>;
/** What a header can carry and a person can read. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

const summaries: Readonly<Record<string, string>> = {
  kill: 'Order a kill',
  rescind: 'End a kill order; what was found under it stands',
  'authorise-relaunch': 'Allow a killed agent to be brought back',
  quarantine: 'Cut an agent off from others',
  'lift-quarantine': 'Let an agent back among others',
  compromised: 'Mark an agent as compromised',
  clear: 'Take the mark off: the agent is not compromised',
};

export const controlAnswer = z
  .object({
    event: z.string(),
    order: z.string().optional(),
    message: z.string(),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'ControlAnswer' });
const waiting = z
  .object({ approval: z.string(), message: z.string() })
  .meta({ id: 'ApprovalNeeded', description: 'A second person confirms it, within a day.' });

/** People order as themselves; machines as controllers. */
export const principalOf = ({ kind, name }: Caller): Principal => ({
  kind: kind === 'person' ? 'person' : 'controller',
  id: name,
});

/** `POST /control/kill`, `/control/rescind`, …: each act of the control door. */
export function controlRoutes(parts: ApiParts): ApiRoute[] {
  return acts.map((act) =>
    defineRoute({
      ...{ method: 'post', path: `/control/${act.name}`, tag: 'control', role: 'responder' },
      ...(act.loosens && { fresh: true as const }),
      summary: summaries[act.name] ?? act.name,
      headers: { 'Idempotency-Key': 'The same for the same request: sent again, it is done once.' },
      body: act.body,
      answers: { 201: controlAnswer, ...((act.fourEyes || act.name === 'kill') && { 202: waiting }) },
      handle: ({ body, caller, context }) =>
        orderAct(parts, act, body, caller, context.req.header('idempotency-key')),
    }),
  );
}

async function orderAct(
  parts: ApiParts,
  act: Act,
  body: { fleet?: string | undefined },
  caller: Caller,
  idempotencyKey: string | undefined,
): Promise<JsonAnswer> {
  if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
    return refuse(400, 'Idempotency-Key: 1 to 255 visible ASCII characters');
  }
  const known = 'order' in body ? await orderOf(parts.database, String(body.order)) : undefined;
  // Whose order it is may be told to those alone who may see it.
  const order = known && may(caller, 'viewer', known.fleet) ? known : undefined;
  const fleet = body.fleet ?? order?.fleet;
  if (fleet === undefined) return refuse(400, 'this order is not known here: name its fleet');
  if (!may(caller, 'responder', fleet)) return refuse(403, 'this needs the role responder in its fleet');
  const { loosens, fourEyes } = looseningOf(act, body);
  if (loosens && !isFresh(caller, parts.now())) return refuse(403, FRESH_STEP, { freshStepNeeded: true });
  if (fourEyes && parts.fourEyes) {
    const asked = { fleet, act: act.name, body, askedBy: caller.name };
    const { id } = await askApproval(parts.database, asked, parts.now());
    parts.announcer.announce();
    return answer(202, { approval: id, message: 'a second person must confirm it' });
  }
  const reply = await parts.door.request({ act, body, by: principalOf(caller), idempotencyKey });
  if (reply.status === 'done') return answer(statuses.done, reply.answer);
  return refuse(statuses[reply.status], reply.reason);
}
