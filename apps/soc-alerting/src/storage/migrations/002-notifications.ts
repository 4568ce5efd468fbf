import type { Migration } from '../migrate.ts';

/**
 * `waiting` rows still gather changes; from `sending` on the text of a message is settled, so that a repeat
 * under the same id says the same. `sequence` is the order in which one channel hears of one incident.
 */
export const notifications: Migration = {
  version: 2,
  name: 'notifications',
  sql: `
    create table told_changes (
      incident text not null references incidents (id),
      change text not null,
      primary key (incident, change)
    );

    create table notifications (
      id text primary key,
      sequence bigint generated always as identity,
      incident text not null references incidents (id),
      channel text not null,
      state text not null check (state in ('waiting', 'sending', 'delivered', 'dead')),
      changes json not null,
      story json not null,
      attempts integer not null default 0,
      due_at bigint not null,
      created_at bigint not null,
      settled_at bigint,
      reason text
    );
    create index notifications_to_send on notifications (incident, channel, sequence)
      where state in ('waiting', 'sending');
    create index notifications_of_incident on notifications (incident, sequence);
    create unique index notifications_gathering on notifications (incident, channel) where state = 'waiting';
  `,
};
