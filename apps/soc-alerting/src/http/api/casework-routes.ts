import { z } from 'zod';
import { auditNameOf, type Caller } from '../../access/caller.ts';
import { changeIncident } from '../../incidents/casework.ts';
import { type IncidentChange, incidentChange } from '../../incidents/incident-change.ts';
import { incidentFor } from './incident-access.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute, type JsonAnswer, refuse, type Status } from './route.ts';
import * as shapes from './shapes.ts';

const BULK_MAX = 200;
const statuses = { unknown: 404, invalid: 400, conflict: 409 } as const satisfies Record<string, Status>;

const asked = z.object({ ifRevision: z.coerce.number().int().min(1).optional() });
const bulk = z.strictObject({
  incidents: z.array(shapes.id).min(1).max(BULK_MAX),
  change: incidentChange,
});
const outcome = z.object({ incident: z.string(), done: z.boolean(), reason: z.string().optional() });

/** What people do with incidents: acknowledge, resolve, assign, tag, note; one, or many at once. */
export function caseworkRoutes(parts: ApiParts): ApiRoute[] {
  const { database, tell, now, announcer, wake } = parts;

  async function change(
    incident: string,
    wanted: IncidentChange,
    caller: Caller,
    ifRevision?: number,
  ): Promise<JsonAnswer> {
    const seen = await incidentFor(database, incident, caller, 'analyst');
    if ('refusal' in seen) return seen.refusal;
    const by = auditNameOf(caller);
    const reply = await changeIncident({ database, tell, now }, { incident, change: wanted, by, ifRevision });
    if (reply.status === 'done') return answer(200, { incident: reply.incident });
    return refuse(statuses[reply.status], reply.reason);
  }
  const changed = (): void => {
    wake();
    announcer.announce();
  };

  return [
    defineRoute({
      ...{ method: 'post', path: '/incidents/{id}/changes', tag: 'casework', role: 'analyst' },
      summary: 'Acknowledge, resolve with a verdict, reopen, assign, tag or note; any of it at once',
      params: z.object({ id: shapes.id }),
      query: asked,
      body: incidentChange,
      answers: { 200: z.object({ incident: shapes.incidentSummary }) },
      async handle({ params, query, body, caller }) {
        const given = await change(params.id, body, caller, query.ifRevision);
        changed();
        return given;
      },
    }),
    defineRoute({
      ...{ method: 'post', path: '/incident-changes', tag: 'casework', role: 'analyst' },
      summary: `The same change to up to ${BULK_MAX} incidents; each is done or refused by itself`,
      body: bulk,
      answers: { 200: z.object({ outcomes: z.array(outcome) }) },
      async handle({ body, caller }) {
        const outcomes: z.infer<typeof outcome>[] = [];
        for (const incident of new Set(body.incidents)) {
          const { status, body: said } = await change(incident, body.change, caller);
          const done = status === 200;
          outcomes.push({ incident, done, ...(!done && { reason: (said as { error: string }).error }) });
        }
        changed();
        return answer(200, { outcomes });
      },
    }),
  ];
}
