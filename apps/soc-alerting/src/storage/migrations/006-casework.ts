import type { Migration } from '../migrate.ts';

/**
 * What people do with incidents, the trail of it, and who shields whom.
 *
 * `incident_names` is for finding incidents by what stands in their documents. `audit_head` has one row; whoever
 * writes to the trail locks it. A containment ends by `ended_at`; those that were never ended are in force.
 */
export const casework: Migration = {
  version: 6,
  name: 'casework',
  sql: `
    alter table incidents add column assignee text;
    alter table incidents add column verdict text;
    alter table incidents add column resolved_at bigint;
    create index incidents_by_status on incidents (status, last_time desc, id);
    create index incidents_by_fleet on incidents (fleet, last_time desc, id);
    create index incidents_by_assignee on incidents (assignee, last_time desc) where assignee is not null;
    create index incidents_resolved on incidents (resolved_at) where resolved_at is not null;

    create table incident_names (
      kind text not null,
      name text not null,
      incident text not null references incidents (id) on delete cascade,
      primary key (kind, name, incident)
    );
    create index incident_names_of_incident on incident_names (incident);

    create table incident_notes (
      id text primary key,
      incident text not null references incidents (id) on delete cascade,
      written_at bigint not null,
      written_by text not null,
      body text not null
    );
    create index incident_notes_in_order on incident_notes (incident, written_at, id);

    create table audit_trail (
      sequence bigint primary key,
      recorded_at bigint not null,
      by text not null,
      action text not null,
      about text not null,
      fleet text,
      change json not null,
      previous text not null,
      hash text not null
    );
    create index audit_trail_about on audit_trail (about, sequence desc);
    create table audit_head (
      one boolean primary key default true check (one),
      sequence bigint not null,
      hash text not null
    );
    insert into audit_head (sequence, hash) values (0, '');

    create table containments (
      id text primary key,
      fleet text not null,
      agent text not null,
      state text not null check (state in ('compromised', 'quarantined', 'killed')),
      since bigint not null,
      ended_at bigint,
      marked_by text,
      source text not null,
      order_id text,
      reason text
    );
    create index containments_of_agent on containments (agent, since desc);
    create index containments_in_force on containments (fleet, agent) where ended_at is null;
    create index containments_of_order on containments (order_id) where order_id is not null;

    alter table shielding_acts add column from_finding text;

    create table agent_ties (
      fleet text not null,
      agent text not null,
      kind text not null check (kind in ('linked', 'launched', 'credential')),
      other text not null,
      first_time bigint not null,
      last_time bigint not null,
      primary key (fleet, agent, kind, other)
    );
    create index agent_ties_of_other on agent_ties (fleet, other, kind);
  `,
};
