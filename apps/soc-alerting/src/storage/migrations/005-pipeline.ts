import type { Migration } from '../migrate.ts';

/**
 * Messages are about groups of incidents, each group of one channel on one route. A message that still gathers knows
 * only its `news`; its text is settled when it leaves `waiting`, so those that waited under the old release, whose
 * text was settled before, leave it here.
 */
export const pipeline: Migration = {
  version: 5,
  name: 'pipeline',
  sql: `
    create table notification_groups (
      id text primary key,
      channel text not null,
      route text not null,
      labels json not null,
      told_severity smallint not null default -1,
      flushed_at bigint,
      repeat_at bigint,
      receipt text
    );
    create index notification_groups_to_repeat on notification_groups (repeat_at) where repeat_at is not null;

    create table group_incidents (
      group_id text not null references notification_groups (id),
      incident text not null references incidents (id),
      primary key (group_id, incident)
    );
    create index group_incidents_of_incident on group_incidents (incident);

    update notifications set state = 'sending' where state = 'waiting';
    drop index notifications_gathering;
    drop index notifications_to_send;
    alter table notifications alter column story drop not null;
    alter table notifications add column group_id text;
    alter table notifications add column news json not null default '[]';
    alter table notifications add column others json not null default '[]';
    alter table notifications add column findings json;
    alter table notifications add column labels json not null default '{}';
    update notifications set group_id = incident || '.' || channel;
    alter table notifications alter column group_id set not null;
    create index notifications_to_send on notifications (group_id, sequence) where state in ('waiting', 'sending');
    create index notifications_due on notifications (state, due_at) where state in ('waiting', 'sending');
    create index notifications_dead on notifications (sequence desc) where state = 'dead';
    create unique index notifications_gathering on notifications (group_id) where state = 'waiting';

    create table notification_incidents (
      notification text not null references notifications (id) on delete cascade,
      incident text not null references incidents (id),
      primary key (notification, incident)
    );
    create index notification_incidents_of_incident on notification_incidents (incident);
    insert into notification_incidents select id, incident from notifications;

    create table silences (
      id text primary key,
      matchers json not null,
      reason text not null,
      created_by text not null,
      created_at bigint not null,
      starts_at bigint not null,
      ends_at bigint not null,
      expired_by text,
      expired_at bigint
    );
    create index silences_in_force on silences (ends_at);

    create table held_back (
      incident text primary key references incidents (id),
      changes json not null,
      held_by json not null,
      since bigint not null,
      look_again_at bigint not null
    );
    create index held_back_due on held_back (look_again_at);

    create table inhibition_sources (
      incident text primary key references incidents (id),
      fleet text not null
    );
    create index inhibition_sources_of_fleet on inhibition_sources (fleet);
  `,
};
