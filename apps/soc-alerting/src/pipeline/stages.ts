import type { AgentEvent } from '@mortsafe/agent-events';
import type { Change } from '../incidents/changes.ts';
import type { IncidentSummary, KeptFinding } from '../incidents/incident.ts';
import type { Queries } from '../storage/database.ts';
import type { CommandLine } from '../story/command-line.ts';
import { dedup } from './dedup.ts';
import { deliver } from './deliver.ts';
import { type Route, route } from './route.ts';

/** Something that is worth telling, on its way to people. */
export interface Telling {
  incident: IncidentSummary;
  findings: readonly KeptFinding[];
  /** Those that a story names. */
  events: readonly AgentEvent[];
  changes: readonly Change[];
  /** Names of channels; empty until `route`. */
  channels: readonly string[];
}

export interface StageSettings {
  routes: readonly Route[];
  /** How long several changes of one incident are gathered into one message, in milliseconds. */
  groupWaitMs: number;
  /** Where the page is, for links in messages. */
  pageUrl(): string | null;
  /** Default: `mortsafe` and nothing more. */
  commandLine?: CommandLine;
  now(): number;
}

/** Passes a telling on, changed or not; `undefined` holds it back. Runs inside the incident's transaction. */
export type Stage = (
  telling: Telling,
  queries: Queries,
  settings: StageSettings,
) => Promise<Telling | undefined>;

/** The way from an incident to people. What holds back (inhibit, silence) belongs before `dedup`. */
export const stages: readonly Stage[] = [dedup, route, deliver];

/** Sends a telling through all stages, or as far as it gets. */
export async function runStages(telling: Telling, queries: Queries, settings: StageSettings): Promise<void> {
  let current: Telling | undefined = telling;
  for (const stage of stages) {
    current = await stage(current, queries, settings);
    if (!current) return;
  }
}
