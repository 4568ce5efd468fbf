import type { Principal } from '@mortsafe/agent-events';
import { z } from 'zod';

/** One thing that a person may order. */
export interface Act {
  /** The last part of its path, and its name in messages. */
  name: string;
  /** The body as it must be. Unknown keys are refused: a misspelt `scope` must not become a default. */
  body: z.ZodType<{ fleet?: string | undefined }>;
  /** The event's own fields; `parseAgentEvent` checks them against the vocabulary. */
  fields(body: never, context: ActContext): Record<string, unknown>;
  /** It lets an agent off: a person who just showed who they are must ask for it. */
  loosens?: true;
  /** Where four eyes are asked for, a second person confirms it. */
  fourEyes?: true;
}

export interface ActContext {
  by: Principal;
  /** Epoch milliseconds. */
  now: number;
  newOrder: string;
}

const HOUR_MS = 3_600_000;
const id = z.string().min(1).max(256);
const ids = z.array(id).min(1).max(1_000);
const text = z.string().min(1).max(1_000);
const ms = z.int().min(0);

const act = <Body extends { fleet?: string | undefined }>(
  name: string,
  body: z.ZodType<Body>,
  fields: (body: Body, context: ActContext) => Record<string, unknown>,
  loosening: Pick<Act, 'loosens' | 'fourEyes'> = {},
): Act => ({ name, body, fields: fields as Act['fields'], ...loosening });

const byTwo = { loosens: true, fourEyes: true } as const;

const kill = act(
  'kill',
  z
    .strictObject({
      fleet: id,
      agent: id.optional(),
      agents: ids.optional(),
      instances: ids.optional(),
      wholeFleet: z.literal(true).optional(),
      scope: z.enum(['instance', 'agent', 'lineage', 'fleet']).optional(),
      level: z.enum(['advisory', 'mandatory', 'emergency']).optional(),
      deadlineMs: ms.optional(),
      reason: text.optional(),
      supersedes: id.optional(),
    })
    .refine(
      ({ agent, agents, instances, wholeFleet }) =>
        // An agent may say whose the instances are: another's of the same name is a separate one.
        [instances ? undefined : agent, agents, instances, wholeFleet].filter((named) => named !== undefined)
          .length === 1,
      'name exactly one of agent, agents, instances (and whose they are by agent) and wholeFleet',
    ),
  (
    { agent, agents, instances, wholeFleet, scope, level, deadlineMs, reason, supersedes },
    { by, newOrder },
  ) => ({
    type: 'kill.ordered',
    order: newOrder,
    ...(instances && agent !== undefined && { agent }),
    target: wholeFleet ? { fleet: true } : instances ? { instances } : { agents: agents ?? [agent] },
    scope: scope ?? (wholeFleet ? 'fleet' : instances ? 'instance' : 'agent'),
    level,
    deadline: deadlineMs,
    orderedBy: by,
    reason,
    supersedes,
  }),
);

const rescind = act(
  'rescind',
  z.strictObject({ order: id, fleet: id.optional(), reason: text.optional() }),
  ({ order, reason }, { by }) => ({ type: 'kill.rescinded', order, by, reason }),
  byTwo,
);

const authoriseRelaunch = act(
  'authorise-relaunch',
  z.strictObject({
    fleet: id,
    agent: id,
    /** Epoch milliseconds. Default now. */
    notBefore: ms.optional(),
    /** Default one hour after `notBefore`. */
    notAfter: ms.optional(),
    maxInstances: z.int().min(1).max(10_000).optional(),
    launchers: ids.optional(),
    orders: ids.optional(),
    ticket: id.optional(),
  }),
  ({ agent, notBefore, notAfter, maxInstances, launchers, orders, ticket }, { by, now }) => ({
    type: 'relaunch.authorised',
    agent,
    by,
    notBefore: notBefore ?? now,
    notAfter: notAfter ?? (notBefore ?? now) + HOUR_MS,
    maxInstances,
    launchers,
    orders,
    ticket,
  }),
  { loosens: true },
);

const aboutAgent = z.strictObject({ fleet: id, agent: id });
const withEvidence = z.strictObject({ fleet: id, agent: id, evidence: text.optional() });

/** Everything that can be ordered at the control door. */
export const acts: readonly Act[] = [
  kill,
  rescind,
  authoriseRelaunch,
  act('quarantine', aboutAgent, ({ agent }, { by }) => ({ type: 'quarantine.imposed', agent, by })),
  act(
    'lift-quarantine',
    aboutAgent,
    ({ agent }, { by }) => ({ type: 'quarantine.lifted', agent, by }),
    byTwo,
  ),
  act('compromised', withEvidence, ({ agent, evidence }, { by }) => ({
    type: 'agent.compromised',
    agent,
    by,
    evidence,
  })),
  act(
    'clear',
    withEvidence,
    ({ agent, evidence }, { by }) => ({ type: 'agent.cleared', agent, by, evidence }),
    byTwo,
  ),
];

/** What a request lets off. A kill that takes the place of another ends that one, whatever it kills itself. */
export function looseningOf(act: Act, body: unknown): Pick<Act, 'loosens' | 'fourEyes'> {
  const supersedes = typeof body === 'object' && body !== null && 'supersedes' in body && body.supersedes;
  return act.name === 'kill' && typeof supersedes === 'string' ? byTwo : act;
}
