import type { AgentEvent, Severity } from '@mortsafe/agent-events';
import type { IncidentStatus, IncidentSummary, KeptFinding } from '../incidents/incident.ts';
import { CONTAINMENT_SILENCED } from '../silences/silence.ts';
import { type CommandLine, plainCommandLine } from './command-line.ts';
import { actorWords } from './headline.ts';
import { nextSteps, type Step } from './next-steps.ts';
import { durationWords, listWords, readable, SENTENCE_CHARS_MAX, timeWords } from './readable.ts';
import { actorsOf, didSomebody, killOf, orderedBy, relinkedPeers, returnedInstances } from './roles.ts';

/** One thing known about the incident: `Brought back by` · `planner (by its own record)`. */
export interface Fact {
  label: string;
  text: string;
}

/**
 * The incident as every channel tells it. All texts are one line, bounded and free of control characters; each
 * channel escapes its own markup on top.
 */
export interface Story {
  incident: string;
  revision: number;
  fleet: string;
  /** Played, not meant; the title says so, too. */
  drill?: true;
  severity: Severity;
  status: IncidentStatus;
  title: string;
  headline: string;
  facts: Fact[];
  steps: Omit<Step, 'does'>[];
  /** The most telling first; at most 8 of `findingCount`. */
  findings: { id: string; rule: string; severity: Severity; summary: string }[];
  findingCount: number;
  /** Epoch milliseconds. */
  detectedTime: number;
  /** The page that shows it; null where no page is served. */
  link: string | null;
}

const FINDINGS_TOLD = 8;

/** Makes the story of an incident from its findings and the events that the story names. */
export function presentIncident(
  incident: IncidentSummary,
  findings: readonly KeptFinding[],
  events: readonly AgentEvent[],
  pageUrl: string | null = null,
  commandLine: CommandLine = plainCommandLine,
): Story {
  return {
    incident: incident.id,
    revision: incident.revision,
    fleet: readable(incident.fleet),
    ...(incident.drill && { drill: incident.drill }),
    severity: incident.severity,
    status: incident.status,
    title: readable(incident.title, SENTENCE_CHARS_MAX),
    headline: readable(incident.headline, SENTENCE_CHARS_MAX),
    facts: factsOf(incident, findings, events),
    // What a step does names agents as they call themselves, which is not for messages.
    steps: nextSteps(incident, findings, commandLine).map(({ does: _, ...told }) => told),
    findings: findings.slice(0, FINDINGS_TOLD).map(({ id, rule, severity, summary }) => ({
      id,
      rule: readable(rule),
      severity,
      summary: readable(summary, SENTENCE_CHARS_MAX),
    })),
    findingCount: incident.findingCount,
    detectedTime: incident.detectedTime,
    link: pageUrl === null ? null : `${pageUrl.replace(/\/$/, '')}/incidents/${incident.id}`,
  };
}

function factsOf(
  incident: IncidentSummary,
  findings: readonly KeptFinding[],
  events: readonly AgentEvent[],
): Fact[] {
  const kill = killOf(incident.order, events);
  const facts: Fact[] = [];
  const add = (label: string, text: string) => {
    if (text !== '') facts.push({ label, text });
  };
  const names = (items: readonly string[]) => listWords(items.map((item) => readable(item)));
  const launchers = actorsOf(findings, 'brought-back');
  const everybody = [incident.subject ?? '', ...incident.aliases];

  if (kill)
    add('Killed', `${named(incident)} by ${readable(orderedBy(kill))}, ${timeWords(kill.observedTime)}`);
  else if (incident.order) add('Killed', `${named(incident)} by order ${readable(incident.order)}`);
  else add('About', named(incident));
  if (kill?.reason) add('Reason', readable(kill.reason, SENTENCE_CHARS_MAX));
  if (didSomebody(findings, 'brought-back')) add('Brought back by', actorWords(launchers) || 'unknown');
  add(
    'Back as',
    [names(incident.aliases), names(returnedInstances(everybody, kill, events))].filter(Boolean).join(', '),
  );
  add('Asked for by', names(incident.instigators));
  add('Links re-opened', names(relinkedPeers(findings, events)));
  add('Hidden by', actorWords(actorsOf(findings, 'hid')));
  add('Kill not carried out by', actorWords(actorsOf(findings, 'refused')));
  add('Shielded by', actorWords(actorsOf(findings, 'shielded')));
  add('Silenced by', actorWords(actorsOf(findings, 'silenced')));
  add('Forged by', actorWords(actorsOf(findings, 'spoke-as')));
  add(incident.rules.includes(CONTAINMENT_SILENCED) ? 'Silence' : 'Group', names(incident.group));
  if (incident.zombieWindowMs)
    add('Outlived its kill', `by ${durationWords(incident.zombieWindowMs)} at least`);
  add('Fleet', readable(incident.fleet));
  return facts;
}

const named = ({ subject, fleet }: IncidentSummary): string =>
  subject === null ? `fleet ${readable(fleet)}` : readable(subject);
