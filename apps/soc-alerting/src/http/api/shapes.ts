import { knownByLevels, orderEndings, orderStages, severities } from '@mortsafe/agent-events';
import { z } from 'zod';
import { incidentStatuses, verdicts } from '../../incidents/incident.ts';
import { isolationStates } from '../../isolation/isolation-store.ts';
import { PAGE_LIMIT_MAX, readCursor } from '../../storage/page.ts';

/** Shapes that several operations share. Times are epoch milliseconds. */
export const ms = z.number().describe('Epoch milliseconds.');
export const id = z.string().min(1).max(512);
export const fleetName = z.string().min(1).max(256);
const name = z.string();
const names = z.array(name);

export const pageAsked = z.object({
  limit: z.coerce.number('limit is a number').int().min(1).max(PAGE_LIMIT_MAX).default(100),
  after: z
    .string()
    .max(200)
    .refine((text) => readCursor(text) !== undefined, 'is what `next` said on the page before')
    .optional(),
});
export const next = z.string().nullable().describe('Hand it back as `after`; null after the last page.');

/** One value, several by repeating it, or several with commas between. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (given) => (typeof given === 'string' ? given.split(',') : given),
    z.array(item).min(1).max(50).optional(),
  );

export const agentEvent = z
  .looseObject({ id: name, type: name, fleet: name, time: ms, observedTime: ms, origin: name })
  .meta({ id: 'AgentEvent', description: 'As docs/events.md has it.' });

export const finding = z
  .object({
    id: name,
    rule: name,
    fleet: name,
    subject: name.nullable(),
    alias: name.nullable(),
    actor: name.nullable(),
    actorKnownBy: z.enum(knownByLevels).nullable(),
    instigator: name.nullable(),
    severity: z.enum(severities),
    confidence: z.number().min(0).max(1),
    firstTime: ms,
    lastTime: ms,
    detectedTime: ms,
    revision: z.int(),
    summary: name,
    evidence: names,
    order: name.nullable(),
    zombieWindowMs: z.number().nullable(),
    count: z.number().nullable(),
    group: names.nullable(),
  })
  .meta({ id: 'Finding' });

const summary = {
  id: name,
  fleet: name,
  fleets: names,
  drill: z.literal(true).optional(),
  status: z.enum(incidentStatuses),
  severity: z.enum(severities),
  confidence: z.number(),
  title: name,
  headline: name,
  subject: name.nullable(),
  aliases: names,
  actors: z.array(z.object({ id: name, knownBy: z.enum(knownByLevels).nullable(), rules: names })),
  instigators: names,
  group: names,
  order: name.nullable(),
  zombieWindowMs: z.number().nullable(),
  firstTime: ms,
  lastTime: ms,
  detectedTime: ms,
  rules: names,
  findingCount: z.int(),
  beyondBounds: z.object({ findings: z.int(), events: z.int() }),
  revision: z.int(),
  assignee: name.nullable(),
  verdict: z.enum(verdicts).nullable(),
  tags: names,
  resolvedAt: ms.nullable(),
};
export const incidentSummary = z.object(summary).meta({ id: 'IncidentSummary' });
export const timelineEntry = z
  .object({
    ...{ key: name, time: ms, event: agentEvent },
    isEvidence: z.boolean().optional().describe('Absent where all of it is shown.'),
  })
  .meta({ id: 'TimelineEntry' });
export const incident = z
  .object({ ...summary, findings: z.array(finding), timeline: z.array(timelineEntry) })
  .meta({ id: 'Incident' });

export const message = z
  .object({
    id: name,
    group: name,
    labels: z.record(z.string(), name),
    incident: name,
    channel: name,
    state: name,
    changes: names,
    attempts: z.int(),
    dueAt: ms,
    createdAt: ms,
    settledAt: ms.nullable(),
    reason: name.nullable(),
    title: name.nullable(),
  })
  .meta({ id: 'Message', description: 'How far a message got, not what it says.' });

const principal = z.object({ kind: name, id: name, instance: name.optional() });
const orderSeen = {
  id: name,
  fleet: name,
  order: name,
  state: z.enum(orderStages),
  times: z.record(z.string(), ms),
  time: ms,
  revision: z.number(),
};
export const wholeOrder = z
  .object({
    ...orderSeen,
    of: z.literal('order'),
    scope: name,
    level: name,
    orderedBy: principal.nullable(),
    implied: z.boolean(),
    agents: names,
    instances: names,
    deadLine: ms,
    ended: z.enum(orderEndings).nullable(),
    counts: z.record(z.string(), z.int()),
    unfollowed: z.int(),
  })
  .meta({ id: 'OrderAsSeen' });
export const orderProgress = z
  .object({
    whole: wholeOrder,
    instances: z.array(
      z.object({
        ...orderSeen,
        of: z.literal('instance'),
        agent: name.nullable(),
        instance: name.nullable(),
      }),
    ),
  })
  .meta({ id: 'OrderProgress' });

export const killOrder = z
  .object({
    id: name,
    fleet: name,
    state: name,
    detail: name.nullable(),
    event: agentEvent,
    recordedAt: ms,
    updatedAt: ms,
    rescindedAt: ms.nullable(),
    runs: z.array(
      z.looseObject({ agent: name.nullable(), instance: name.nullable(), outcome: name, detail: name }),
    ),
  })
  .meta({ id: 'KillOrder' });

export const shieldingAct = z
  .looseObject({ id: name, fleet: name, kind: name, by: name, for: name, weight: z.number(), time: ms })
  .meta({ id: 'ShieldingAct' });

export const containment = z
  .object({
    id: name,
    fleet: name,
    agent: name.describe('`*` is every agent of the fleet.'),
    state: name,
    since: ms,
    endedAt: ms.nullable(),
    markedBy: name.nullable(),
    source: name,
    order: name.nullable(),
    reason: name.nullable(),
    isolation: z
      .object({ state: z.enum(isolationStates), detail: name, isolator: name, updatedAt: ms })
      .optional()
      .describe('How far it has been cut off; absent where nothing cuts agents of its fleet off.'),
  })
  .meta({ id: 'Containment' });
