import type { Migration } from '../migrate.ts';

/** What each door understood and left out, by reason. */
export const doorDrops: Migration = {
  version: 12,
  name: 'door-drops',
  sql: 'alter table door_minutes add column dropped json;',
};
