import type { Migration } from '../migrate.ts';

/** What happened to agents that findings name, whichever incidents those are in: one row an event and agent. */
export const agentTimeline: Migration = {
  version: 7,
  name: 'agent-timeline',
  sql: `
    create table agent_timeline (
      fleet text not null,
      agent text not null,
      event_key text not null,
      observed_time bigint not null,
      document json not null,
      primary key (fleet, agent, event_key)
    );
    create index agent_timeline_of_agent on agent_timeline (fleet, agent, observed_time);
    create index agent_timeline_oldest on agent_timeline (observed_time);
  `,
};
