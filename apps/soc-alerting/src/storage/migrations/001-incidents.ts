import type { Migration } from '../migrate.ts';

/**
 * Times are epoch milliseconds. What agents wrote is kept as `json`, which, unlike `jsonb` and `text`, takes
 * any string that JSON can hold.
 */
export const incidents: Migration = {
  version: 1,
  name: 'incidents',
  sql: `
    create table incidents (
      id text primary key,
      group_key text not null,
      fleet text not null,
      status text not null check (status in ('open', 'acknowledged', 'resolved')),
      severity smallint not null,
      first_time bigint not null,
      last_time bigint not null,
      revision integer not null,
      document json not null
    );
    create index incidents_of_group on incidents (group_key);
    create index incidents_newest on incidents (last_time desc, id);

    create table findings (
      id text primary key,
      incident text not null references incidents (id),
      revision integer not null,
      detected_time bigint not null,
      document json not null
    );
    create index findings_of_incident on findings (incident);

    create table timeline (
      incident text not null references incidents (id),
      event_key text not null,
      observed_time bigint not null,
      event_type text not null,
      document json not null,
      primary key (incident, event_key)
    );
    create index timeline_in_order on timeline (incident, observed_time, event_key);

    create table read_positions (
      source text primary key,
      position bigint not null
    );
  `,
};
