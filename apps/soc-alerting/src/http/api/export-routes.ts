import { z } from 'zod';
import { ocsfDocument } from '../../channels/ocsf/ocsf-document.ts';
import { notesOf } from '../../incidents/casework.ts';
import type { Incident } from '../../incidents/incident.ts';
import { incidentOf } from '../../incidents/read-incidents.ts';
import { toldTypes } from '../../incidents/summarise.ts';
import { presentIncident } from '../../story/present-incident.ts';
import { incidentFor, NO_SUCH_INCIDENT } from './incident-access.ts';
import { incidentMarkdown } from './incident-markdown.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute, refuse } from './route.ts';
import * as shapes from './shapes.ts';

const params = z.object({ id: shapes.id });

/** An incident to take elsewhere. */
export const exportRoutes = ({ database }: ApiParts): ApiRoute[] => [
  defineRoute({
    ...{ method: 'get', path: '/incidents/{id}/ocsf', tag: 'incidents', role: 'viewer' },
    summary: 'Its findings as OCSF Detection Findings (2004)',
    params,
    query: z.object({ version: z.enum(['1.8.0', '1.9.0']).default('1.8.0') }),
    answers: { 200: z.array(z.looseObject({ class_uid: z.literal(2004) })) },
    async handle({ params: { id }, query: { version }, caller }) {
      const seen = await incidentFor(database, id, caller, 'viewer');
      if ('refusal' in seen) return seen.refusal;
      const incident = await incidentOf(database, id);
      return incident ? answer(200, ocsfOf(incident, version)) : refuse(404, NO_SUCH_INCIDENT);
    },
  }),
  defineRoute({
    ...{ method: 'get', path: '/incidents/{id}/markdown', tag: 'incidents', role: 'viewer' },
    summary: 'Its story, findings, timeline and notes as Markdown, in which names and texts are inert',
    params,
    answers: { 200: { type: 'text/markdown' } },
    async handle({ params: { id }, caller, context }) {
      const seen = await incidentFor(database, id, caller, 'viewer');
      if ('refusal' in seen) return seen.refusal;
      const incident = await incidentOf(database, id);
      if (!incident) return refuse(404, NO_SUCH_INCIDENT);
      const text = incidentMarkdown(incident, await notesOf(database, id));
      return context.text(text, 200, {
        'content-type': 'text/markdown; charset=utf-8',
        'content-disposition': `attachment; filename="${id}.md"`,
      });
    },
  }),
];

function ocsfOf(incident: Incident, version: '1.8.0' | '1.9.0') {
  const events = incident.timeline.map(({ event }) => event);
  const story = presentIncident(
    incident,
    incident.findings,
    events.filter(({ type }) => toldTypes.includes(type)),
  );
  const byId = new Map(events.map((event) => [event.id, event]));
  return incident.findings.map((finding) =>
    ocsfDocument(
      { ...finding, evidenceEvents: finding.evidence.flatMap((id) => byId.get(id) ?? []) },
      story,
      { message: `export-${finding.id}-${finding.revision}`, version },
    ),
  );
}
