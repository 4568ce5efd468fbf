import type { Migration } from '../migrate.ts';

/** Agents in quarantine, and how far each has been cut off; none is kept of whom nothing was done for. */
export const isolations: Migration = {
  version: 11,
  name: 'isolations',
  sql: `
    create table isolations (
      fleet text not null,
      agent text not null,
      state text not null check (state in ('waiting', 'isolated', 'failed', 'held')),
      detail text not null,
      isolator text not null,
      instances json not null,
      updated_at bigint not null,
      primary key (fleet, agent)
    );
  `,
};
