import { severities } from '@mortsafe/agent-events';
import { z } from 'zod';
import { fleetsWith } from '../../access/roles.ts';
import { notesOf } from '../../incidents/casework.ts';
import { incidentStatuses, verdicts } from '../../incidents/incident.ts';
import { countIncidents } from '../../incidents/list-incidents.ts';
import { incidentOf } from '../../incidents/read-incidents.ts';
import { orderProgressOf } from '../../orders/order-state-store.ts';
import { notificationsOf, withoutText } from '../../pipeline/outbox.ts';
import { nextSteps } from '../../story/next-steps.ts';
import { presentIncident } from '../../story/present-incident.ts';
import { incidentFor, NO_SUCH_INCIDENT } from './incident-access.ts';
import { type IncidentsAsked, listMatching } from './list-matching.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute, refuse } from './route.ts';
import * as shapes from './shapes.ts';

const { id } = shapes;
const filter = z.object({
  status: shapes.listOf(z.enum(incidentStatuses)),
  severity: shapes.listOf(z.enum(severities)),
  verdict: shapes.listOf(z.enum(verdicts)),
  fleet: shapes.fleetName.optional().describe('A name, or a glob.'),
  assignee: z.string().max(256).optional().describe('Empty: nobody has it.'),
  agent: id.optional().describe('Anybody it speaks of.'),
  rule: id.optional(),
  tag: id.optional(),
  since: z.coerce.number().int().optional().describe('With evidence at or after this.'),
  before: z.coerce.number().int().optional().describe('With evidence before this.'),
});
const asked = z.object({
  ...filter.shape,
  ...shapes.pageAsked.shape,
  matcher: z
    .preprocess(
      (given) => (typeof given === 'string' ? [given] : given),
      z.array(z.string().max(1_024)).min(1).max(20).optional(),
    )
    .describe('`severity=~"high|critical"`, as in silences; repeat it for several, all of which must hold.'),
});

const step = z
  .object({
    text: z.string(),
    command: z.string().optional(),
    does: z.object({ act: z.enum(['kill', 'authorise-relaunch']), agent: z.string() }).optional(),
  })
  .meta({ id: 'Step' });

/** Incidents, as there is to read of them. */
export const incidentRoutes = ({ database }: ApiParts): ApiRoute[] => [
  defineRoute({
    ...{ method: 'get', path: '/incidents', tag: 'incidents', role: 'viewer' },
    summary: 'Incidents, those with the newest evidence first',
    query: asked,
    answers: { 200: z.object({ incidents: z.array(shapes.incidentSummary), next: shapes.next }) },
    async handle({ query, caller }) {
      const found = await listMatching(
        database,
        query as IncidentsAsked,
        fleetsWith(caller.grants, 'viewer'),
      );
      if ('reason' in found) return refuse(400, found.reason);
      return answer(200, { incidents: found.items, next: found.next });
    },
  }),
  defineRoute({
    ...{ method: 'get', path: '/incident-counts', tag: 'incidents', role: 'viewer' },
    summary: 'How many incidents there are of each status and severity',
    query: z.object({ fleet: filter.shape.fleet }),
    answers: {
      200: z.object({
        counts: z.array(
          z.object({ status: z.enum(incidentStatuses), severity: z.enum(severities), count: z.int() }),
        ),
      }),
    },
    async handle({ query: { fleet }, caller }) {
      const fleets = fleetsWith(caller.grants, 'viewer');
      return answer(200, {
        counts: await countIncidents(database, { fleets, ...(fleet !== undefined && { fleet }) }),
      });
    },
  }),
  defineRoute({
    ...{ method: 'get', path: '/incidents/{id}', tag: 'incidents', role: 'viewer' },
    summary: 'One incident: its story, findings, timeline, notes, and what was told of it',
    params: z.object({ id }),
    answers: {
      200: z.object({
        incident: shapes.incident,
        notes: z.array(z.object({ id: z.string(), at: shapes.ms, by: z.string(), body: z.string() })),
        notifications: z.array(shapes.message),
        progress: shapes.orderProgress
          .optional()
          .describe('How far its kill order came, as seen from outside.'),
        facts: z
          .array(z.object({ label: z.string(), text: z.string() }))
          .describe('What is known, in words.'),
        steps: z.array(step).describe('What to do, the most urgent first.'),
      }),
    },
    async handle({ params, caller }) {
      const seen = await incidentFor(database, params.id, caller, 'viewer');
      if ('refusal' in seen) return seen.refusal;
      const incident = await incidentOf(database, params.id);
      if (!incident) return refuse(404, NO_SUCH_INCIDENT);
      const { order, fleet } = incident;
      const [notes, sent, progress] = await Promise.all([
        notesOf(database, incident.id),
        notificationsOf(database, incident.id),
        order === null ? undefined : orderProgressOf(database, order, fleet),
      ]);
      const events = incident.timeline.map(({ event }) => event);
      const { facts } = presentIncident(incident, incident.findings, events);
      const steps = nextSteps(incident, incident.findings);
      return answer(200, { incident, notes, notifications: sent.map(withoutText), progress, facts, steps });
    },
  }),
  defineRoute({
    ...{ method: 'get', path: '/incidents/{id}/findings', tag: 'incidents', role: 'viewer' },
    summary: 'Why: each finding, with its numbers',
    params: z.object({ id }),
    answers: { 200: z.object({ findings: z.array(shapes.finding) }) },
    async handle({ params, caller }) {
      const seen = await incidentFor(database, params.id, caller, 'viewer');
      if ('refusal' in seen) return seen.refusal;
      return answer(200, { findings: (await incidentOf(database, params.id))?.findings ?? [] });
    },
  }),
];
