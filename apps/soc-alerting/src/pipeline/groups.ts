import { hashOf } from '../incidents/group.ts';
import type { IncidentStatus } from '../incidents/incident.ts';
import { type Queries, storable } from '../storage/database.ts';
import type { Destination } from './stages.ts';

/** What a group was told so far. */
export interface GroupState {
  /** The highest rank; -1 where it was told nothing. */
  toldSeverity: number;
  /** When its last message left `waiting`. */
  flushedAt: number | null;
}

/** The same after a restart, and on every machine. */
export const groupIdOf = ({ channel, route, labels }: Destination): string =>
  `grp-${hashOf([channel, route, ...Object.entries(labels).flat()])}`;

export const toldNothing: GroupState = { toldSeverity: -1, flushedAt: null };

/**
 * Opens the groups that are new, makes the incidents some of theirs, and locks all of them, in the order of their ids,
 * for the length of the transaction. By group id.
 */
export async function openGroups(
  queries: Queries,
  wanted: readonly { destination: Destination; incident: string }[],
): Promise<Map<string, GroupState>> {
  const members = wanted.map(({ destination, incident }) => ({ id: groupIdOf(destination), incident }));
  const destinations = new Map(wanted.map(({ destination }) => [groupIdOf(destination), destination]));
  const ids = [...destinations.keys()].sort();
  const known = await lockGroups(queries, ids);
  const fresh = ids.filter((id) => !known.has(id));
  if (fresh.length > 0) {
    const column = (pick: (destination: Destination) => string) =>
      fresh.map((id) => pick(destinations.get(id) as Destination));
    await queries.query(
      `insert into notification_groups (id, channel, route, labels)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::json[]) on conflict (id) do nothing`,
      [
        fresh,
        column(({ channel }) => channel),
        column(({ route }) => route),
        column(({ labels }) => JSON.stringify(labels)),
      ],
    );
    for (const [id, state] of await lockGroups(queries, fresh)) known.set(id, state);
  }
  await queries.query(
    `insert into group_incidents (group_id, incident) select * from unnest($1::text[], $2::text[])
     on conflict do nothing`,
    [members.map(({ id }) => id), members.map(({ incident }) => incident)],
  );
  return known;
}

async function lockGroups(queries: Queries, ids: readonly string[]): Promise<Map<string, GroupState>> {
  const rows = await queries.query<GroupState & { id: string }>(
    `select id, told_severity as "toldSeverity", flushed_at as "flushedAt"
     from notification_groups where id = any($1::text[]) order by id for update`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

const IN_GROUP_MAX = 500;

/** The incidents of a group, those that were opened first come first. */
export const incidentsInGroup = (
  queries: Queries,
  group: string,
): Promise<{ id: string; status: IncidentStatus }[]> =>
  queries.query(
    `select incidents.id, incidents.status from group_incidents join incidents on incidents.id = incident
     where group_id = $1 order by first_time, id limit ${IN_GROUP_MAX}`,
    [storable(group)],
  );

/** A message of the group has left: from now on it has told so much, and repeats itself in due course. */
export async function groupFlushed(
  queries: Queries,
  id: string,
  flushed: { severity: number; now: number; repeatAt: number },
): Promise<void> {
  await queries.query(
    `update notification_groups set told_severity = greatest(told_severity, $2), flushed_at = $3, repeat_at = $4
     where id = $1`,
    [id, flushed.severity, flushed.now, flushed.repeatAt],
  );
}

/** What the channel called the group's message; it gets it back with the next. */
export async function keepReceipt(queries: Queries, id: string, receipt: string): Promise<void> {
  await queries.query('update notification_groups set receipt = $2 where id = $1', [id, receipt]);
}

/** A group that is due to repeat itself, and its incidents that still are open. */
export interface RepeatingGroup {
  id: string;
  channel: string;
  labels: Record<string, string>;
  repeatAt: number;
  open: string[];
}

const GROUP_INCIDENTS_MAX = 50;

/** Takes groups that are due to repeat; those of which nothing is open any more repeat no more. */
export async function takeRepeating(queries: Queries, now: number, limit: number): Promise<RepeatingGroup[]> {
  const rows = await queries.query<Omit<RepeatingGroup, 'open'>>(
    `update notification_groups set repeat_at = null where id in (
       select id from notification_groups where repeat_at <= $1 order by repeat_at limit $2 for update skip locked)
     returning id, channel, labels, flushed_at as "repeatAt"`,
    [now, limit],
  );
  const groups: RepeatingGroup[] = [];
  for (const row of rows) {
    const open = await queries.query<{ incident: string }>(
      `select incident from group_incidents join incidents on incidents.id = incident
       where group_id = $1 and status = 'open' order by severity desc, last_time desc limit $2`,
      [row.id, GROUP_INCIDENTS_MAX],
    );
    if (open.length > 0) groups.push({ ...row, open: open.map(({ incident }) => incident) });
  }
  return groups;
}
