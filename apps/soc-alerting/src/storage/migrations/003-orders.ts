import type { Migration } from '../migrate.ts';

/** A request is written before its event is published, so that a crash between the two is seen and mended. */
export const orders: Migration = {
  version: 3,
  name: 'orders',
  sql: `
    create table orders (
      id text primary key,
      fleet text not null,
      state text not null,
      detail text,
      event json not null,
      recorded_at bigint not null,
      updated_at bigint not null,
      rescinded_at bigint,
      runs json not null default '[]'
    );
    create index orders_newest on orders (recorded_at desc, id);

    create table control_requests (
      key text primary key,
      request_hash text not null,
      event json not null,
      answer json,
      created_at bigint not null
    );
    create index control_requests_unanswered on control_requests (created_at) where answer is null;
  `,
};
