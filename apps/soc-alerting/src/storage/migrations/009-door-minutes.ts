import type { Migration } from '../migrate.ts';

/** What entered by each door, minute by minute and for a few hours. An empty fleet is the whole door. */
export const doorMinutes: Migration = {
  version: 9,
  name: 'door-minutes',
  sql: `
    create table door_minutes (
      minute bigint not null,
      door text not null,
      partition integer not null,
      fleet text not null,
      until bigint not null,
      events bigint not null,
      lost bigint not null,
      lag bigint,
      skew_median double precision,
      skew_worst double precision,
      rejected json,
      primary key (minute, door, partition, fleet)
    );
  `,
};
