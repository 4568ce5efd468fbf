import { type AgentEvent, describeEvent, type Finding } from '@mortsafe/agent-events';
import { durationWords, groupingOf, readable, timeWords } from '@mortsafe/soc-alerting';
import { table } from './table.ts';

const SUMMARY_CHARS_MAX = 600;
const EVENT_CHARS_MAX = 160;
const INCIDENTS_MAX = 50;

/** What a person reads: a table of findings, then each incident as a timeline. */
export function reportFindings(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Nothing was found.\n';
  const incidents = byIncident(findings);
  const shown = incidents.slice(0, INCIDENTS_MAX);
  const rest = incidents.length - shown.length;
  const more = rest > 0 ? `\n${rest} more incidents; --json prints every finding.\n` : '';
  return `${findingsTable(findings)}${shown.map(incidentText).join('')}${more}`;
}

function findingsTable(findings: readonly Finding[]): string {
  const head = ['DETECTED', 'SEVERITY', 'RULE', 'FLEET', 'SUBJECT', 'ACTOR'];
  const rows = findings.map(({ detectedTime, severity, rule, fleet, subject, actor }) => [
    timeWords(detectedTime),
    severity,
    rule,
    readable(fleet),
    readable(subject ?? '-'),
    readable(actor ?? '-'),
  ]);
  return table([head, ...rows]);
}

function byIncident(findings: readonly Finding[]): Finding[][] {
  const incidents = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { key } = groupingOf(finding);
    const known = incidents.get(key);
    if (known) known.push(finding);
    else incidents.set(key, [finding]);
  }
  return [...incidents.values()];
}

function incidentText(findings: readonly Finding[]): string {
  const [first] = findings;
  if (!first) return '';
  const outlived = Math.max(0, ...findings.map(({ zombieWindowMs }) => zombieWindowMs ?? 0));
  const title = [
    `fleet ${readable(first.fleet)}`,
    ...(first.subject === null ? [] : [readable(first.subject)]),
    ...(first.order === null ? [] : [`kill order ${readable(first.order)}`]),
    ...(outlived > 0 ? [`outlived its kill by ${durationWords(outlived)}`] : []),
  ].join(', ');
  return `\nIncident: ${title}\n${timeline(findings)}`;
}

interface Entry {
  time: number;
  /** Events before what was found in them. */
  rank: 0 | 1;
  text: string;
}

function timeline(findings: readonly Finding[]): string {
  const events = new Map<string, AgentEvent>();
  for (const finding of findings) for (const event of finding.evidenceEvents) events.set(event.id, event);
  const entries: Entry[] = [
    ...[...events.values()].map((event) => ({
      time: event.observedTime,
      rank: 0 as const,
      text: `  ${readable(describeEvent(event), EVENT_CHARS_MAX)}`,
    })),
    ...findings.map(({ detectedTime, severity, rule, summary }) => ({
      time: detectedTime,
      rank: 1 as const,
      text: `! ${severity} ${rule}: ${readable(summary, SUMMARY_CHARS_MAX)}`,
    })),
  ].sort((a, b) => a.time - b.time || a.rank - b.rank);
  return table(entries.map(({ time, text }) => [`  ${timeWords(time)}`, text]));
}
