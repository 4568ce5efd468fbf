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

/** Passes a telling on, changed or not; `undefined` holds it back. Runs inside the incident's transaction. */
export type Stage = (
  telling: Telling,
  queries: Queries,
  settings: StageSettings,
) => Promise<Telling | undefined>;

/** The way from an incident to people. */
export const stages: readonly Stage[] = [inhibit, silence, dedup, route, deliver];

/** Those that keep quiet, asked once more when a message leaves. */
export const quietStages: readonly Stage[] = [inhibit, silence];

/** Sends news through the stages, or as far as it gets; says what came out. */
export async function runStages(
  news: News & { heldSince?: number },
  queries: Queries,
  settings: StageSettings,
  through: readonly Stage[] = stages,
): Promise<Telling | undefined> {
  const { teams } = settings.routing;
  const labelled = news.findings.map((finding) => ({
    finding,
    labels: labelsOf(finding, news.incident, teams),
  }));
  let current: Telling | undefined = { ...news, labelled, quiet: new Map(), to: [] };
  for (const stage of through) {
    current = await stage(current, queries, settings);
    if (!current) return undefined;
  }
  return current;
}
