import type { AgentEvent } from '@mortsafe/agent-events';
import type { Database, Queries } from '../storage/database.ts';
import type { KeptFinding } from './incident.ts';
import { findingsOfEach, type OpenIncident } from './incident-store.ts';
import { toldTypes } from './summarise.ts';
import { timelineKeysOfEach, toldEntriesOfEach } from './timeline-store.ts';

/** An entry of a timeline that a story may name. */
export interface ToldEntry {
  key: string;
  time: number;
  event: AgentEvent;
}

/** All that the summary of an incident is made of. */
export interface Recalled {
  findings: Map<string, KeptFinding>;
  told: ToldEntry[];
  /** Of its whole timeline. */
  eventKeys: Set<string>;
}

interface Remembered extends Recalled {
  revision: number;
}

/** Findings and events, over all incidents: some tens of megabytes. */
const SIZE_MAX = 40_000;

const sizeOf = ({ findings, eventKeys }: Recalled): number => findings.size + eventKeys.size;

/**
 * What incidents were made of when they were last written here, so that the next finding of one need not read them
 * back. It holds for the revision it was made at and no other: whoever else wrote has raised it.
 */
export class IncidentMemory {
  readonly #incidents = new Map<string, Remembered>();
  #size = 0;

  /** A copy, to go on with. */
  recall(id: string, revision: number): Recalled | undefined {
    const known = this.#incidents.get(id);
    if (known?.revision !== revision) return undefined;
    return {
      findings: new Map(known.findings),
      told: [...known.told],
      eventKeys: new Set(known.eventKeys),
    };
  }

  /** Only for what is committed. */
  remember(id: string, revision: number, recalled: Recalled): void {
    this.#forget(id);
    this.#incidents.set(id, { ...recalled, revision });
    this.#size += sizeOf(recalled);
    for (const oldest of this.#incidents.keys()) {
      if (this.#size <= SIZE_MAX) return;
      this.#forget(oldest);
    }
  }

  #forget(id: string): void {
    const known = this.#incidents.get(id);
    if (!known) return;
    this.#incidents.delete(id);
    this.#size -= sizeOf(known);
  }
}

const memories = new WeakMap<Database, IncidentMemory>();

/** One for each database that is open here. */
export function memoryOf(database: Database): IncidentMemory {
  const known = memories.get(database) ?? new IncidentMemory();
  memories.set(database, known);
  return known;
}

/** What incidents are made of: out of memory where it holds, else read back. */
export async function recallEach(
  queries: Queries,
  incidents: readonly OpenIncident[],
  memory: IncidentMemory | undefined,
): Promise<Map<string, Recalled>> {
  const recalled = new Map<string, Recalled>();
  const cold: string[] = [];
  for (const { id, before } of incidents) {
    const known = before && memory?.recall(id, before.revision);
    if (before && !known) cold.push(id);
    recalled.set(id, known ?? { findings: new Map(), told: [], eventKeys: new Set() });
  }
  if (cold.length === 0) return recalled;
  const findings = await findingsOfEach(queries, cold);
  const told = await toldEntriesOfEach(queries, cold);
  const keys = await timelineKeysOfEach(queries, cold);
  for (const id of cold) {
    recalled.set(id, {
      findings: new Map((findings.get(id) ?? []).map((finding) => [finding.id, finding])),
      told: told.get(id) ?? [],
      eventKeys: new Set(keys.get(id)),
    });
  }
  return recalled;
}

/** Adds an event to what is recalled. */
export function recallEvent(recalled: Recalled, entry: ToldEntry): void {
  recalled.eventKeys.add(entry.key);
  if (toldTypes.includes(entry.event.type)) recalled.told.push(entry);
}

/** In the order of the timeline. */
export const toldOf = ({ told }: Recalled): AgentEvent[] =>
  [...told]
    .sort((one, other) => one.time - other.time || (one.key < other.key ? -1 : 1))
    .map(({ event }) => event);
