import type { Migration } from '../migrate.ts';

/**
 * What the detector gives out beside findings. Of each thing the newest revision alone, so that a stretch that is
 * read twice changes nothing.
 */
export const givenOut: Migration = {
  version: 4,
  name: 'given-out',
  sql: `
    create table shielding_acts (
      id text primary key,
      fleet text not null,
      done_by text not null,
      done_for text not null,
      time bigint not null,
      revision integer not null,
      document json not null
    );
    create index shielding_acts_newest on shielding_acts (time desc, id desc);
    create index shielding_acts_of_doer on shielding_acts (done_by, time desc);
    create index shielding_acts_of_shielded on shielding_acts (done_for, time desc);

    create table order_states (
      id text primary key,
      fleet text not null,
      order_id text not null,
      whole boolean not null,
      ordered_at bigint not null,
      time bigint not null,
      revision bigint not null,
      document json not null
    );
    create index order_states_newest on order_states (ordered_at desc, id desc) where whole;
    create index order_states_of_order on order_states (order_id, fleet);
  `,
};
