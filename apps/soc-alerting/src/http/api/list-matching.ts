import type { IncidentSummary } from '../../incidents/incident.ts';
import { type IncidentQuery, listIncidents } from '../../incidents/list-incidents.ts';
import type { LabelName } from '../../pipeline/labels.ts';
import { type Matcher, matchesAll, parseMatcher } from '../../pipeline/matcher.ts';
import type { Queries } from '../../storage/database.ts';
import type { Page } from '../../storage/page.ts';

export interface IncidentsAsked
  extends Pick<
    IncidentQuery,
    'status' | 'severity' | 'verdict' | 'agent' | 'rule' | 'tag' | 'since' | 'before'
  > {
  /** Name or glob. */
  fleet?: string;
  /** Empty: nobody. */
  assignee?: string;
  matcher?: string[];
  limit: number;
  after?: string;
}

/** Matchers look at so many at most; then the page ends where they got to, full or not. */
const LOOKED_AT_MAX = 5_000;
const AT_ONCE = 500;

/** Incidents as asked for, of the fleets that may be seen. */
export async function listMatching(
  queries: Queries,
  { fleet, assignee, matcher = [], limit, ...rest }: IncidentsAsked,
  fleets: readonly string[],
): Promise<Page<IncidentSummary> | { reason: string }> {
  const matchers: Matcher[] = [];
  for (const text of matcher) {
    const parsed = parseMatcher(text);
    if (parsed.kind === 'invalid') return { reason: `matcher: ${parsed.reason}` };
    matchers.push(parsed.matcher);
  }
  const query: IncidentQuery = {
    ...withoutAbsent(rest),
    ...(fleet !== undefined && { fleet }),
    ...(assignee !== undefined && { assignee: assignee === '' ? null : assignee }),
    fleets,
  };
  if (matchers.length === 0) return listIncidents(queries, { ...query, limit });

  const items: IncidentSummary[] = [];
  let after = query.after;
  for (let looked = 0; looked < LOOKED_AT_MAX; looked += AT_ONCE) {
    const page = await listIncidents(queries, {
      ...query,
      limit: AT_ONCE,
      ...(after !== undefined && { after }),
    });
    for (const incident of page.items) {
      if (matches(incident, matchers)) items.push(incident);
      if (items.length === limit) return { items, next: `${incident.lastTime}.${incident.id}` };
    }
    if (page.next === null) return { items, next: null };
    after = page.next;
  }
  return { items, next: after ?? null };
}

const withoutAbsent = <Given extends object>(given: Given): Given =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Given;

/** What is said of an incident holds where it holds of any of its agents, actors, rules, …; what is denied, of all. */
function matches(incident: IncidentSummary, matchers: readonly Matcher[]): boolean {
  return matchers.every((matcher) => {
    const values = valuesOf(incident, matcher.label);
    const holds = (value: string) => matchesAll([matcher], { [matcher.label]: value } as never);
    return matcher.operator.startsWith('!') ? values.every(holds) : values.some(holds);
  });
}

function valuesOf(incident: IncidentSummary, label: LabelName): readonly string[] {
  const { fleet, severity, subject, aliases, actors, rules, order, id, group } = incident;
  const all: Record<LabelName, readonly string[]> = {
    fleet: [fleet],
    team: [],
    severity: [severity],
    rule: rules,
    agent: subject === null ? group : [subject, ...group],
    alias: aliases,
    actor: actors.map((actor) => actor.id),
    order: order === null ? [] : [order],
    incident: [id],
  };
  return all[label].length === 0 ? [''] : all[label];
}
