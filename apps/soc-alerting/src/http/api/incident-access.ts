import type { Caller } from '../../access/caller.ts';
import { mayIn, mayInAll, type Role } from '../../access/roles.ts';
import type { IncidentSummary } from '../../incidents/incident.ts';
import { summariesOf, summaryOf } from '../../incidents/read-incidents.ts';
import type { Queries } from '../../storage/database.ts';
import { type JsonAnswer, refuse } from './route.ts';

export const NO_SUCH_INCIDENT = 'no such incident';

/** Whoever may see an incident may see every fleet that its evidence comes from. */
export const maySee = (
  { grants }: Caller,
  { fleet, fleets }: IncidentSummary,
  role: Role = 'viewer',
): boolean => mayInAll(grants, role, [fleet, ...fleets]);

/** The incident, for whoever has the role in all its fleets; to others it is not there, or not theirs to change. */
export async function incidentFor(
  queries: Queries,
  id: string,
  caller: Caller,
  role: Role,
): Promise<{ incident: IncidentSummary } | { refusal: JsonAnswer }> {
  const incident = await summaryOf(queries, id);
  if (!incident || !maySee(caller, incident)) return { refusal: refuse(404, NO_SUCH_INCIDENT) };
  if (!maySee(caller, incident, role))
    return { refusal: refuse(403, `this needs the role ${role} in its fleets`) };
  return { incident };
}

/** Those of the incidents that somebody may look at, in one question. */
export async function incidentsSeenBy(
  queries: Queries,
  ids: readonly string[],
  caller: Caller,
): Promise<ReadonlySet<string>> {
  if (mayIn(caller.grants, 'viewer', null)) return new Set(ids);
  const incidents = await summariesOf(queries, ids);
  return new Set([...incidents.values()].filter((one) => maySee(caller, one)).map(({ id }) => id));
}
