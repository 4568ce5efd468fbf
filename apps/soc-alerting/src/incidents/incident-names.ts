import type { Finding } from '@mortsafe/agent-events';
import { type Queries, storable } from '../storage/database.ts';
import { hashOf } from './group.ts';
import type { IncidentSummary, KeptFinding } from './incident.ts';

/**
 * By what an incident can be found. `agent` is everybody it speaks of, `alias` a new name under which its subject came
 * back, `fleet` one beside its own, `member` somebody in a preservation group, `pair` who shields whom.
 */
export type NameKind = 'agent' | 'alias' | 'rule' | 'tag' | 'fleet' | 'member' | 'pair';

interface Name {
  kind: NameKind;
  name: string;
}

const NAME_CHARS_MAX = 300;
export const searchable = (name: string): string => storable(name).slice(0, NAME_CHARS_MAX);

export const SHIELDED = 'compromised-peer-shielded';
export const PRESERVED = 'mutual-preservation';

/** Names who shields whom, in whichever fleet. */
export const pairName = (by: string, shielded: string): string => hashOf([by, shielded]);

/** The pair that a finding is about, where it is about one. */
export const pairOf = ({ rule, actor, subject }: Pick<Finding, 'rule' | 'actor' | 'subject'>) =>
  rule === SHIELDED && actor !== null && subject !== null ? pairName(actor, subject) : undefined;

function namesIn(summary: IncidentSummary | undefined): Name[] {
  if (!summary) return [];
  const { subject, aliases, actors, instigators, group, rules, tags, fleet, fleets, order } = summary;
  const agents = [subject, ...aliases, ...actors.map(({ id }) => id), ...instigators, ...group];
  const named = (kind: NameKind, names: readonly (string | null)[]): Name[] =>
    names.flatMap((name) => (name === null || name === '' ? [] : [{ kind, name: searchable(name) }]));
  return [
    ...named('agent', agents),
    // Only who came back after a kill is the same agent; others merely took a place.
    ...named('alias', order === null ? [] : aliases),
    ...named('rule', rules),
    ...named('tag', tags),
    ...named(
      'fleet',
      fleets.filter((one) => one !== fleet),
    ),
    ...named('member', group),
  ];
}

export interface NamedChange {
  before: IncidentSummary | undefined;
  after: IncidentSummary;
  /** Default: none that is new. */
  findings?: readonly KeptFinding[];
}

/** Keeps the names in step with what the incidents say. */
export async function saveNames(queries: Queries, changes: readonly NamedChange[]): Promise<void> {
  const added: (Name & { incident: string })[] = [];
  const removed: (Name & { incident: string })[] = [];
  for (const { before, after, findings = [] } of changes) {
    const [old, now] = [namesIn(before), namesIn(after)];
    const pairs = new Set(findings.flatMap((finding) => pairOf(finding) ?? []));
    for (const name of pairs) now.push({ kind: 'pair', name });
    const has = (names: readonly Name[], { kind, name }: Name) =>
      names.some((one) => one.kind === kind && one.name === name);
    const incident = after.id;
    added.push(...now.filter((name) => !has(old, name)).map((name) => ({ ...name, incident })));
    removed.push(...old.filter((name) => !has(now, name)).map((name) => ({ ...name, incident })));
  }
  const columns = (names: typeof added) => [
    names.map(({ kind }) => kind),
    names.map(({ name }) => name),
    names.map(({ incident }) => incident),
  ];
  if (added.length > 0) {
    await queries.query(
      `insert into incident_names (kind, name, incident)
       select * from unnest($1::text[], $2::text[], $3::text[]) on conflict do nothing`,
      columns(added),
    );
  }
  if (removed.length > 0) {
    await queries.query(
      `delete from incident_names where (kind, name, incident) in
         (select * from unnest($1::text[], $2::text[], $3::text[]))`,
      columns(removed),
    );
  }
}
