import type { IncidentSummary } from '../../api/generated/schemas.ts';
import { type Severity, severities } from '../../ui/severity.tsx';

export const groupings = ['rule', 'agent', 'fleet'] as const;
export type GroupedBy = (typeof groupings)[number];

/** A line of the queue: an incident, or the heading of those below it. */
export type QueueRow =
  | { kind: 'incident'; incident: IncidentSummary }
  | { kind: 'group'; label: GroupedBy; value: string; count: number; severity: Severity };

const statuses: readonly string[] = ['open', 'acknowledged', 'resolved'];

/** Each once, however many lists it stands in. */
export const together = (incidents: readonly IncidentSummary[]): IncidentSummary[] => [
  ...new Map(incidents.map((incident) => [incident.id, incident])).values(),
];

/** What needs somebody most comes first: open before taken, grave before light, new before old. */
export const inOrder = (incidents: readonly IncidentSummary[]): IncidentSummary[] =>
  [...incidents].sort(
    (one, other) =>
      statuses.indexOf(one.status) - statuses.indexOf(other.status) ||
      severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
      other.lastTime - one.lastTime ||
      (one.id < other.id ? -1 : 1),
  );

/** The same line as long as nothing changed, so that it need not be drawn anew. */
const rows = new WeakMap<IncidentSummary, QueueRow>();
function rowOf(incident: IncidentSummary): QueueRow {
  const row = rows.get(incident) ?? { kind: 'incident', incident };
  rows.set(incident, row);
  return row;
}

/** The queue as it is shown. Groups stand where their first incident would. */
export function queueRows(incidents: readonly IncidentSummary[], by?: GroupedBy): QueueRow[] {
  const ordered = inOrder(incidents);
  if (by === undefined) return ordered.map(rowOf);
  const groups = new Map<string, IncidentSummary[]>();
  for (const incident of ordered) {
    const value = nameOfGroup(incident, by);
    groups.set(value, [...(groups.get(value) ?? []), incident]);
  }
  return [...groups].flatMap(([value, members]) => [
    { kind: 'group', label: by, value, count: members.length, severity: gravest(members) } as const,
    ...members.map(rowOf),
  ]);
}

const nameOfGroup = ({ rules, subject, fleet }: IncidentSummary, by: GroupedBy): string =>
  (by === 'rule' ? rules[0] : by === 'agent' ? subject : fleet) ?? '';

const gravest = (incidents: readonly IncidentSummary[]): Severity =>
  severities.find((severity) => incidents.some((one) => one.severity === severity)) ?? 'informational';

export const rowKey = (row: QueueRow): string =>
  row.kind === 'incident' ? row.incident.id : `group ${row.value}`;
