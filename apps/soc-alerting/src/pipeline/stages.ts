import type { AgentEvent } from '@mortsafe/agent-events';
import type { Change } from '../incidents/changes.ts';
import type { IncidentSummary, KeptFinding } from '../incidents/incident.ts';
import type { Queries } from '../storage/database.ts';
import type { CommandLine } from '../story/command-line.ts';
import { dedup } from './dedup.ts';
import { deliver } from './deliver.ts';
import type { HeldBy } from './held-back.ts';
import { inhibit } from './inhibit.ts';
import type { Labelled } from './inhibit-rules.ts';
import { labelsOf } from './labels.ts';
import { route } from './route.ts';
import type { Routing } from './routing.ts';
import { silence } from './silence.ts';

/** Something that is worth telling, as it comes in. */
export interface News {
  incident: IncidentSummary;
  /** The most telling first. */
  findings: readonly KeptFinding[];
  /** Those that a story names. */
  events: readonly AgentEvent[];
  changes: readonly Change[];
}

/** News on its way to people. */
export interface Telling extends News {
  /** The findings with their labels. */
  labelled: readonly Labelled[];
  /** Findings that are kept quiet, by id, and by whom. */
  quiet: ReadonlyMap<string, HeldBy>;
  /** Where it goes; empty until `route`. */
  to: readonly Destination[];
  /** Since when it was held back, where it was. */
  heldSince?: number | undefined;
}

/** A group of one channel on one route. */
export interface Destination {
  channel: string;
  /** The route's id. */
  route: string;
  /** What the group has in common. */
  labels: Readonly<Record<string, string>>;
}

export interface StageSettings {
  routing: Routing;
  /** Names of channels that wake people: no drill goes there. Default none. */
  pagers?: ReadonlySet<string>;
  /** Where the page is, for links in messages. */
  pageUrl(): string | null;
  /** Default: `mortsafe` and nothing more. */
  readonly commandLine?: CommandLine | undefined;
  /** Channels that want findings whole. Default none. */
  wantFindings?: ReadonlySet<string>;
  now(): number;
}

/**
 * Passes tellings on, changed or not; what it leaves out is held back. Runs inside the incidents' transaction, and asks
 * for all of them at once.
 */
export type Stage = (
  tellings: readonly Telling[],
  queries: Queries,
  settings: StageSettings,
) => Promise<readonly Telling[]>;

/** The way from an incident to people. */
export const stages: readonly Stage[] = [inhibit, silence, dedup, route, deliver];

/** Those that keep quiet, asked once more when a message leaves. */
export const quietStages: readonly Stage[] = [inhibit, silence];

/**
 * Sends news through the stages, as far as each gets; says what came out.
 *
 * @param news - Of each incident one at most.
 */
export async function runStages(
  news: readonly (News & { heldSince?: number })[],
  queries: Queries,
  settings: StageSettings,
  through: readonly Stage[] = stages,
): Promise<readonly Telling[]> {
  const { teams } = settings.routing;
  let current: readonly Telling[] = news.map((one) => ({
    ...one,
    labelled: one.findings.map((finding) => ({ finding, labels: labelsOf(finding, one.incident, teams) })),
    quiet: new Map(),
    to: [],
  }));
  for (const stage of through) {
    if (current.length === 0) return current;
    current = await stage(current, queries, settings);
  }
  return current;
}
