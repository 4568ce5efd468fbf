import type { Change } from '../incidents/changes.ts';
import { hashOf } from '../incidents/group.ts';
import type { Queries } from '../storage/database.ts';
import type { Story } from '../story/present-incident.ts';

export type NotificationState = 'waiting' | 'sending' | 'delivered' | 'dead';

/** A message to one channel about one incident, and how far it got. */
export interface OutboxEntry {
  /** Made of incident, channel and the first change it tells: a repeat carries the same. */
  id: string;
  incident: string;
  channel: string;
  state: NotificationState;
  changes: Change[];
  story: Story;
  /** Tries so far. */
  attempts: number;
  dueAt: number;
  createdAt: number;
  settledAt: number | null;
  /** Why the last try failed. Holds no secret. */
  reason: string | null;
}

interface Enqueued {
  incident: string;
  channel: string;
  changes: readonly Change[];
  story: Story;
  dueAt: number;
  now: number;
}

export const notificationIdOf = (incident: string, channel: string, change: Change): string =>
  `msg-${hashOf([incident, channel, change])}`;

/** Adds a message, or adds to the one that still gathers: the newest story under the oldest id and due time. */
export async function enqueue(
  queries: Queries,
  { incident, channel, changes, ...rest }: Enqueued,
): Promise<void> {
  const [gathering] = await queries.query<{ id: string; changes: Change[] }>(
    `select id, changes from notifications where incident = $1 and channel = $2 and state = 'waiting' for update`,
    [incident, channel],
  );
  const story = JSON.stringify(rest.story);
  if (gathering) {
    await queries.query('update notifications set changes = $2::json, story = $3::json where id = $1', [
      gathering.id,
      JSON.stringify([...gathering.changes, ...changes]),
      story,
    ]);
    return;
  }
  const [first] = changes;
  if (first === undefined) return;
  await queries.query(
    `insert into notifications (id, incident, channel, state, changes, story, due_at, created_at)
     values ($1, $2, $3, 'waiting', $4::json, $5::json, $6, $7) on conflict (id) do nothing`,
    [
      notificationIdOf(incident, channel, first),
      incident,
      channel,
      JSON.stringify(changes),
      story,
      rest.dueAt,
      rest.now,
    ],
  );
}

const COLUMNS = `id, incident, channel, state, changes, story, attempts, due_at as "dueAt",
  created_at as "createdAt", settled_at as "settledAt", reason`;

/** Not settled, and the oldest such of its incident and channel: a later one never overtakes it. */
const IS_NEXT = `state in ('waiting', 'sending') and not exists (
  select 1 from notifications as earlier
  where earlier.incident = notifications.incident and earlier.channel = notifications.channel
    and earlier.state in ('waiting', 'sending') and earlier.sequence < notifications.sequence)`;

/**
 * Takes messages that are due, the oldest of each incident and channel alone, and settles what they say.
 *
 * The lease moves their due time on, so that nobody else takes them while they are under way.
 */
export function takeDue(
  queries: Queries,
  { now, leaseMs, limit }: { now: number; leaseMs: number; limit: number },
): Promise<OutboxEntry[]> {
  return queries.query<OutboxEntry>(
    `update notifications set state = 'sending', due_at = $2
     where id in (
       select id from notifications where ${IS_NEXT} and due_at <= $1
       order by due_at, sequence limit $3 for update skip locked)
     returning ${COLUMNS}`,
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
    `select min(due_at) as due from notifications where ${IS_NEXT}`,
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
  queries.query<OutboxEntry>(`select ${COLUMNS} from notifications where incident = $1 order by sequence`, [
    incident,
  ]);

/** Messages that no try delivered, the newest first. */
export const deadLetters = (queries: Queries, limit = 100): Promise<OutboxEntry[]> =>
  queries.query<OutboxEntry>(
    `select ${COLUMNS} from notifications where state = 'dead' order by sequence desc limit $1`,
    [limit],
  );
