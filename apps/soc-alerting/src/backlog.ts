import { type Severity, severities } from '@mortsafe/agent-events';
import type { IncidentStatus } from './incidents/incident.ts';
import type { NotificationState } from './pipeline/outbox.ts';
import type { Queries } from './storage/database.ts';

/** What waits for people and for channels. */
export interface Backlog {
  /** Without those that are resolved. */
  incidents: { status: IncidentStatus; severity: Severity; count: number }[];
  /** Without those that were delivered. */
  notifications: { channel: string; state: NotificationState; count: number }[];
}

export async function backlogOf(queries: Queries): Promise<Backlog> {
  const incidents = await queries.query<{ status: IncidentStatus; severity: number; count: number }>(
    `select status, severity, count(*)::integer as count from incidents
     where status <> 'resolved' group by status, severity`,
  );
  const notifications = await queries.query<Backlog['notifications'][number]>(
    `select channel, state, count(*)::integer as count from notifications
     where state <> 'delivered' group by channel, state`,
  );
  return {
    incidents: incidents.map((row) => ({ ...row, severity: severities[row.severity] ?? 'informational' })),
    notifications,
  };
}
