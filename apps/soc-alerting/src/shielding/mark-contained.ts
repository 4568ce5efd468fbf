import type { AgentEvent } from '@mortsafe/agent-events';
import type { AuditedAct } from '../audit/audit-entry.ts';
import { appendAudit } from '../audit/audit-store.ts';
import { storeFindings, type Tell } from '../incidents/store-findings.ts';
import type { Database } from '../storage/database.ts';
import { oneWriter } from '../storage/one-writer.ts';
import { retryConflicts } from '../storage/retry-conflicts.ts';
import { containedByEvents } from './containment.ts';
import { type DomainOf, domainsOf } from './domains.ts';
import { watchShielding } from './watch-shielding.ts';

export interface MarkOptions {
  database: Database;
  /** Tells of incidents that looking back makes or changes. */
  tell: Tell;
  now(): number;
  /** Fleets in which one name means one agent. Default all. */
  domainOf?: DomainOf;
}

/**
 * Enters what the control door took (a kill, a quarantine, a mark as compromised, and what ends them) into the
 * register, looks back at what was done for those agents, and audits it. Doing it twice is doing it once, but for the
 * audit: call it when the event is stored where the detector reads it.
 *
 * @param by - Who asked for it, for the audit: `person:ada`, `machine:edr`. Null where the caller audits it.
 * @param source - Who told, for the register: `control`, `edr`, `siem`.
 * @returns The incidents that changed.
 */
export function markContained(
  { database, tell, now, domainOf = domainsOf() }: MarkOptions,
  event: AgentEvent,
  { by, source = 'control' }: { by: string | null; source?: string },
): Promise<string[]> {
  return retryConflicts(() =>
    database.transaction(async (queries) => {
      await oneWriter(queries);
      const { findings, into } = await watchShielding(queries, { events: [event], source }, domainOf);
      const { incidents, audited } = await storeFindings(queries, findings, { tell, into });
      await appendAudit(queries, [...auditOf(event, by, source), ...audited], now());
      return incidents;
    }),
  );
}

function auditOf(event: AgentEvent, by: string | null, source: string): AuditedAct[] {
  if (by === null) return [];
  const { contained, released } = containedByEvents([event], source);
  const { fleet } = event;
  return [
    ...contained.map(({ agent, state, order, reason }) => ({
      ...{ by, action: `agent.${state}`, about: `agent:${agent}`, fleet },
      change: { contained: { from: null, to: state }, source, order, reason, event: event.id },
    })),
    ...released.map(({ order, agent, state }) => ({
      ...{ by, action: 'agent.released', fleet },
      about: order === undefined ? `agent:${agent}` : `order:${order}`,
      change: { contained: { from: state ?? 'killed', to: null }, source, event: event.id },
    })),
  ];
}
