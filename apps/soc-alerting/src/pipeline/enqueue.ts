import type { Change } from '../incidents/changes.ts';
import { hashOf } from '../incidents/group.ts';
import type { Queries } from '../storage/database.ts';
import { changesOf, type IncidentNews } from './outbox.ts';

interface Enqueued {
  group: string;
  incident: string;
  channel: string;
  labels: Readonly<Record<string, string>>;
  changes: readonly Change[];
  dueAt: number;
}

const notificationIdOf = (group: string, incident: string, change: Change): string =>
  `msg-${hashOf([group, incident, change])}`;

/** Of a flood the first are told one by one; the rest stand in the list of incidents. */
const NEWS_MAX = 50;

/** A message that gathers, with what is added to it. */
interface Gathering {
  id: string;
  known: readonly IncidentNews[];
  news: IncidentNews[];
  added: [Enqueued, ...Enqueued[]];
}

/**
 * Adds messages, or adds to those of their groups that still gather: under the oldest id, and due when any of them was.
 * Call it with the groups locked.
 */
export async function enqueue(queries: Queries, messages: readonly Enqueued[], now: number): Promise<void> {
  const byGroup = Map.groupBy(
    messages.filter(({ changes }) => changes.length > 0),
    ({ group }) => group,
  );
  if (byGroup.size === 0) return;
  const rows = await queries.query<{ id: string; group: string; news: IncidentNews[] }>(
    `select id, group_id as "group", news from notifications
     where group_id = any($1::text[]) and state = 'waiting' order by group_id for update`,
    [[...byGroup.keys()]],
  );
  const open = new Map(rows.map((row) => [row.group, row]));
  const entries = [...byGroup].flatMap(([group, [first, ...others]]): Gathering[] => {
    if (!first?.changes[0]) return [];
    const known = open.get(group);
    return [
      {
        id: known?.id ?? notificationIdOf(group, first.incident, first.changes[0]),
        known: known?.news ?? [],
        news: [first, ...others].reduce(merged, known?.news ?? []),
        added: [first, ...others],
      },
    ];
  });
  const isOpen = ({ added: [{ group }] }: Gathering): boolean => open.has(group);
  const gathering = entries.filter(isOpen);
  await addNews(queries, gathering);
  const fresh = entries.filter((entry) => !isOpen(entry));
  const opened = await addMessages(queries, fresh, now);
  await enterIncidents(queries, [...gathering, ...opened]);
}

function merged(known: IncidentNews[], { incident, changes }: Enqueued): IncidentNews[] {
  const same = known.find((one) => one.incident === incident);
  if (!same) return [...known, { incident, changes: [...changes] }].slice(0, NEWS_MAX);
  return known.map((one) => (one === same ? { incident, changes: [...one.changes, ...changes] } : one));
}

const dueAtOf = ({ added }: Gathering): number => Math.min(...added.map(({ dueAt }) => dueAt));

async function addNews(queries: Queries, entries: readonly Gathering[]): Promise<void> {
  if (entries.length === 0) return;
  await queries.query(
    `update notifications set news = given.news, changes = given.changes, due_at = least(due_at, given.due)
     from unnest($1::text[], $2::json[], $3::json[], $4::bigint[]) as given (id, news, changes, due)
     where notifications.id = given.id`,
    [
      entries.map(({ id }) => id),
      entries.map(({ news }) => JSON.stringify(news)),
      entries.map(({ news }) => JSON.stringify(changesOf(news))),
      entries.map(dueAtOf),
    ],
  );
}

/**
 * Says under which ids. What was taken out of a message before it left is told later; its id has gone with the others
 * that the message told of, so it gets another.
 */
async function addMessages(
  queries: Queries,
  entries: readonly Gathering[],
  now: number,
): Promise<Gathering[]> {
  if (entries.length === 0) return [];
  const rows = await queries.query<{ id: string }>(
    `insert into notifications (id, group_id, labels, incident, channel, state, news, changes, due_at, created_at)
     select id, group_id, labels, incident, channel, 'waiting', news, changes, due, $8
     from unnest($1::text[], $2::text[], $3::json[], $4::text[], $5::text[], $6::json[], $7::json[], $9::bigint[])
       as given (id, group_id, labels, incident, channel, news, changes, due)
     on conflict (id) do nothing returning id`,
    [
      entries.map(({ id }) => id),
      entries.map(({ added: [{ group }] }) => group),
      entries.map(({ added: [{ labels }] }) => JSON.stringify(labels)),
      entries.map(({ added: [{ incident }] }) => incident),
      entries.map(({ added: [{ channel }] }) => channel),
      entries.map(({ news }) => JSON.stringify(news)),
      entries.map(({ news }) => JSON.stringify(changesOf(news))),
      now,
      entries.map(dueAtOf),
    ],
  );
  const written = new Set(rows.map(({ id }) => id));
  const others = entries
    .filter(({ id }) => !written.has(id))
    .map((entry) => ({ ...entry, id: `msg-${hashOf([entry.id, String(now)])}` }));
  return [...entries.filter(({ id }) => written.has(id)), ...(await addMessages(queries, others, now))];
}

/** Says of each incident in which messages it is. Those of its old news were entered with them. */
async function enterIncidents(queries: Queries, entries: readonly Gathering[]): Promise<void> {
  const entered = entries.flatMap(({ id, known, added }) =>
    added
      .filter(({ incident }) => !known.some((one) => one.incident === incident))
      .map(({ incident }) => ({ id, incident })),
  );
  if (entered.length === 0) return;
  await queries.query(
    `insert into notification_incidents (notification, incident) select * from unnest($1::text[], $2::text[])
     on conflict do nothing`,
    [entered.map(({ id }) => id), entered.map(({ incident }) => incident)],
  );
}
