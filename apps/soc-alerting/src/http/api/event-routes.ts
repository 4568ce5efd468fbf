import { agentEventTypes, agentsIn } from '@mortsafe/agent-events';
import { z } from 'zod';
import { laneRows } from '../../incidents/lane-rows.ts';
import { eventsOf } from '../../incidents/read-incidents.ts';
import { readCursor } from '../../storage/page.ts';
import { incidentFor } from './incident-access.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute } from './route.ts';
import * as shapes from './shapes.ts';

const LIMIT_MAX = 1_000;
const params = z.object({ id: shapes.id });
const integers = z.array(z.int());
const laneRoles = ['subject', 'newcomer', 'actor', 'instigator', 'group', 'other', 'control'] as const;
const lanes = z
  .object({
    from: shapes.ms,
    to: shapes.ms,
    kill: z
      .object({ order: z.string(), at: shapes.ms, deadLine: shapes.ms, livedUntil: shapes.ms.nullable() })
      .nullable(),
    lanes: z
      .array(
        z.object({
          agent: z.string().nullable().describe('Null: people and controllers.'),
          instance: z.string().nullable(),
          role: z.enum(laneRoles),
        }),
      )
      .describe('Subject first.'),
    types: z.array(z.string()),
    events: z
      .object({
        at: integers.describe('Milliseconds since `from`.'),
        lane: integers.describe('Into `lanes`.'),
        type: integers.describe('Into `types`.'),
        with: integers.describe('The lane of a peer, of whom it is about, or of who launched it; else -1.'),
        evidence: integers.describe('1: evidence of a finding.'),
      })
      .describe('A column for each thing, a place for each event, in the order of time.'),
  })
  .meta({ id: 'LaneRows' });

/** What happened in an incident: as it came, or small enough to be drawn. */
export const eventRoutes = ({ database }: ApiParts): ApiRoute[] => [
  defineRoute({
    ...{ method: 'get', path: '/incidents/{id}/timeline', tag: 'incidents', role: 'viewer' },
    summary: 'The raw events, the oldest first: evidence, and what else happened to its agents',
    params,
    query: z.object({
      ...shapes.pageAsked.shape,
      limit: z.coerce.number('limit is a number').int().min(1).max(LIMIT_MAX).default(LIMIT_MAX),
      since: z.coerce.number().int().optional(),
      before: z.coerce.number().int().optional(),
      agent: shapes.id.optional().describe('About or by it.'),
      type: shapes.listOf(z.enum(agentEventTypes)),
      evidence: z.stringbool().default(false).describe('Only what findings rest on.'),
    }),
    answers: { 200: z.object({ timeline: z.array(shapes.timelineEntry), next: shapes.next }) },
    async handle({ params: { id }, query, caller }) {
      const seen = await incidentFor(database, id, caller, 'viewer');
      if ('refusal' in seen) return seen.refusal;
      const { limit, since, before, agent, type, evidence, after } = query;
      const cursor = readCursor(after);
      const found = (await eventsOf(database, seen.incident)).filter(
        ({ time, key, event, isEvidence }) =>
          (isEvidence || !evidence) &&
          (since === undefined || time >= since) &&
          (before === undefined || time < before) &&
          (agent === undefined || agentsIn(event).includes(agent)) &&
          (!type || type.includes(event.type)) &&
          (!cursor || time > cursor.time || (time === cursor.time && key > cursor.id)),
      );
      const timeline = found.slice(0, limit);
      const last = found.length > limit ? timeline.at(-1) : undefined;
      return answer(200, { timeline, next: last ? `${last.time}.${last.key}` : null });
    },
  }),
  defineRoute({
    ...{ method: 'get', path: '/incidents/{id}/lanes', tag: 'incidents', role: 'viewer' },
    summary: 'The same for drawing: at most 10,000 events, in columns, by who did them',
    params,
    answers: { 200: lanes },
    async handle({ params: { id }, caller }) {
      const seen = await incidentFor(database, id, caller, 'viewer');
      if ('refusal' in seen) return seen.refusal;
      return answer(200, laneRows(seen.incident, await eventsOf(database, seen.incident)));
    },
  }),
];
