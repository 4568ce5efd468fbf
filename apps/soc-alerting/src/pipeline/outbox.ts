import type { Finding } from '@mortsafe/agent-events';
import type { Told } from '../channels/channel.ts';
import type { Change } from '../incidents/changes.ts';
import type { Queries } from '../storage/database.ts';
import type { Story } from '../story/present-incident.ts';

export type NotificationState = 'waiting' | 'sending' | 'delivered' | 'dead';

/** What is new of one incident. */
export interface IncidentNews {
  incident: string;
  changes: Change[];
}

/** A message to one channel about one group of incidents, and how far it got. */
export interface OutboxEntry {
  /** Made of the group and the first change it tells: a repeat carries the same. */
  id: string;
  group: string;
  labels: Record<string, string>;
  /** The one that leads, of those it tells. */
  incident: string;
  channel: string;
  state: NotificationState;
  /** What it is about; while it waits, this alone is known. */
  news: IncidentNews[];
  changes: Change[];
  /** Null while it waits. */
  story: Story | null;
  others: Told[];
  /** Of `story`, where the channel wants them. */
  findings: Finding[] | null;
  /** What the channel called the group's message before. */
  receipt: string | null;
  /** Tries so far. */
  attempts: number;
  dueAt: number;
  createdAt: number;
  settledAt: number | null;
  /** Why the last try failed. Holds no secret. */
  reason: string | null;
}

export const changesOf = (news: readonly IncidentNews[]): Change[] => [
  ...new Set(news.flatMap(({ changes }) => changes)),
];

const COLUMNS = `id, group_id as "group", labels, incident, channel, state, news, changes, story, others, findings, attempts,
  due_at as "dueAt", created_at as "createdAt", settled_at as "settledAt", reason,
  (select receipt from notification_groups where notification_groups.id = group_id) as receipt`;

/** Not settled, and the oldest such of its group: a later one never overtakes it. */
const IS_NEXT = `not exists (
  select 1 from notifications as earlier
  where earlier.group_id = notifications.group_id and earlier.state in ('waiting', 'sending')
    and earlier.sequence < notifications.sequence)`;

/**
 * Locks the next message that has waited long enough, for the length of the transaction. Its group is locked first, as
 * by whoever adds to it: so neither waits for the other.
 */
export async function nextToFlush(queries: Queries, now: number): Promise<OutboxEntry | undefined> {
  const isDue = `state = 'waiting' and due_at <= $1 and ${IS_NEXT}`;
  const [group] = await queries.query<{ id: string }>(
    `select notification_groups.id from notification_groups join notifications on group_id = notification_groups.id
     where ${isDue} order by due_at, sequence limit 1 for update of notification_groups skip locked`,
    [now],
  );
  if (!group) return undefined;
  const [row] = await queries.query<OutboxEntry>(
    `select ${COLUMNS} from notifications where ${isDue} and group_id = $2 for update`,
    [now, group.id],
  );
  return row;
}

/**
 * Takes settled messages that are due, the oldest of each group alone.
 *
 * The lease moves their due time on, so that nobody else takes them while they are under way.
 */
export function takeDue(
  queries: Queries,
  { now, leaseMs, limit }: { now: number; leaseMs: number; limit: number },
): Promise<OutboxEntry[]> {
  return queries.query<OutboxEntry>(
    `with taken as (
       update notifications set due_at = $2
       where id in (
         select id from notifications where state = 'sending' and due_at <= $1 and ${IS_NEXT}
         order by due_at, sequence limit $3 for update skip locked)
       returning *)
     select ${COLUMNS} from taken order by sequence`,
    [now, now + leaseMs, limit],
  );
}

/** Makes due what a process that is gone had under way. Only where no other process can have it. */
export async function takeOver(queries: Queries, now: number): Promise<void> {
  await queries.query(`update notifications set due_at = $1 where state = 'sending' and due_at > $1`, [now]);
}

/** When the next message is due, or null. */
export async function nextDue(queries: Queries): Promise<number | null> {
  const [row] = await queries.query<{ due: number | null }>(
    `select min(due_at) as due from notifications where state in ('waiting', 'sending') and ${IS_NEXT}`,
  );
  return row?.due ?? null;
}

export async function settle(
  queries: Queries,
  id: string,
  outcome: {
    state: 'delivered' | 'dead' | 'sending';
    attempts: number;
    dueAt: number;
    now: number;
    reason: string | null;
  },
): Promise<void> {
  await queries.query(
    `update notifications set state = $2, attempts = $3, due_at = $4, settled_at = $5, reason = $6 where id = $1`,
    [
      id,
      outcome.state,
      outcome.attempts,
      outcome.dueAt,
      outcome.state === 'sending' ? null : outcome.now,
      outcome.reason,
    ],
  );
}

/** What became of an incident's messages, in order. */
export const notificationsOf = (queries: Queries, incident: string): Promise<OutboxEntry[]> =>
  queries.query<OutboxEntry>(
    `select ${COLUMNS} from notifications
     where id in (select notification from notification_incidents where incident = $1) order by sequence`,
    [incident],
  );

/** Messages that no try delivered, the newest first. */
export const deadLetters = (queries: Queries, limit = 100): Promise<OutboxEntry[]> =>
  queries.query<OutboxEntry>(
    `select ${COLUMNS} from notifications where state = 'dead' order by sequence desc limit $1`,
    [limit],
  );

/**
 * Sends dead letters again: those named, else all of a channel, else all. They keep their ids and words, and get as
 * many tries as a new one.
 */
export async function resend(
  queries: Queries,
  which: { ids?: readonly string[]; channel?: string },
  now: number,
): Promise<string[]> {
  const rows = await queries.query<{ id: string }>(
    `update notifications set state = 'sending', attempts = 0, due_at = $3, settled_at = null
     where state = 'dead' and ($1::text[] is null or id = any($1)) and ($2::text is null or channel = $2)
     returning id`,
    [which.ids ?? null, which.channel ?? null, now],
  );
  return rows.map(({ id }) => id);
}

/** A message for whoever asks how far it got, not what it says. */
export function withoutText({
  story,
  others: _,
  findings: __,
  news: ___,
  receipt: ____,
  ...rest
}: OutboxEntry) {
  return { ...rest, title: story?.title ?? null };
}
