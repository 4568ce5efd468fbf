import type { Migration } from '../migrate.ts';

/**
 * Who gets in, what waits for a second person, and the log behind the stream. Of secrets only hashes are kept.
 *
 * What changes is noted in `stream_notes` by the transaction that changes it. One process at a time moves it to
 * `stream_log`, where it gets its number: so no number appears behind a higher one that was read already.
 */
export const access: Migration = {
  version: 8,
  name: 'access',
  sql: `
    create table sessions (
      hash text primary key,
      person text not null,
      grants json not null,
      created_at bigint not null,
      expires_at bigint not null,
      fresh_at bigint
    );
    create index sessions_of_person on sessions (person, created_at desc);

    create table sign_ins (
      state text primary key,
      verifier text not null,
      nonce text not null,
      fresh boolean not null,
      expires_at bigint not null
    );

    create table machine_tokens (
      id text primary key,
      hash text not null unique,
      name text not null,
      role text not null,
      fleets json not null,
      created_by text not null,
      created_at bigint not null,
      expires_at bigint,
      revoked_at bigint,
      used_at bigint
    );

    create table approvals (
      id text primary key,
      fleet text not null,
      act text not null,
      body json not null,
      asked_by text not null,
      asked_at bigint not null,
      expires_at bigint not null,
      state text not null check (state in ('waiting', 'confirmed', 'declined')),
      settled_by text,
      settled_at bigint
    );
    create index approvals_waiting on approvals (asked_at desc) where state = 'waiting';

    create table stream_notes (
      id bigint generated always as identity primary key,
      at bigint not null,
      kind text not null,
      about text not null,
      fleets json not null
    );
    create table stream_log (
      sequence bigint primary key,
      at bigint not null,
      kind text not null,
      about text not null,
      fleets json not null
    );
    create table stream_head (
      one boolean primary key default true check (one),
      sequence bigint not null
    );
    insert into stream_head (sequence) values (0);
  `,
};
