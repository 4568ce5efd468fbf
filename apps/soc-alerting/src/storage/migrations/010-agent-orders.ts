import type { Migration } from '../migrate.ts';

/** What agents are told of their own kills: who was allowed to be brought back, and orders that name instances. */
export const agentOrders: Migration = {
  version: 10,
  name: 'agent-orders',
  sql: `
    create table relaunch_leaves (
      id text primary key,
      fleet text not null,
      agent text not null,
      given_at bigint not null,
      not_before bigint not null,
      not_after bigint not null,
      orders text[],
      launchers text[]
    );
    create index relaunch_leaves_of_agent on relaunch_leaves (fleet, agent);
    create index orders_not_rescinded on orders (fleet) where rescinded_at is null;
  `,
};
