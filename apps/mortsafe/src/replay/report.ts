import { describeEvent, type Finding } from '@mortsafe/agent-events';
import {
  durationWords,
  groupFindings,
  type Incident,
  listWords,
  readable,
  timeWords,
} from '@mortsafe/soc-alerting';
import { table } from '../table.ts';

const SENTENCE_CHARS_MAX = 600;
const INCIDENTS_MAX = 50;

/** What a person reads: a table of findings, then each incident as a timeline. */
export function reportFindings(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Nothing was found.\n';
  const incidents = groupFindings(findings);
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
    readable(rule),
    readable(fleet),
    readable(subject ?? '-'),
    readable(actor ?? '-'),
  ]);
  return table([head, ...rows]);
}

function incidentText(incident: Incident): string {
  const { severity, title, fleet, headline, instigators, zombieWindowMs } = incident;
  const lines = [
    '',
    `${severity.toUpperCase()}  ${readable(title, SENTENCE_CHARS_MAX)}  (fleet ${readable(fleet)})`,
    `  ${readable(headline, SENTENCE_CHARS_MAX)}`,
  ];
  const askers = listWords(instigators.map((name) => readable(name)));
  if (askers) lines.push(`  It was asked for by ${readable(askers, SENTENCE_CHARS_MAX)}.`);
  if (zombieWindowMs) lines.push(`  It outlived its kill by ${durationWords(zombieWindowMs)}.`);
  return `${lines.join('\n')}\n\n${timeline(incident)}`;
}

interface Entry {
  time: number;
  /** Events before what was found in them. */
  rank: 0 | 1;
  text: string;
}

function timeline({ findings, timeline }: Incident): string {
  const events = timeline.map(
    ({ time, event }): Entry => ({ time, rank: 0, text: readable(describeEvent(event), SENTENCE_CHARS_MAX) }),
  );
  const found = findings.map(
    ({ detectedTime, severity, rule, summary }): Entry => ({
      time: detectedTime,
      rank: 1,
      text: `>> ${severity} ${readable(rule)}: ${readable(summary, SENTENCE_CHARS_MAX)}`,
    }),
  );
  const entries = [...events, ...found].sort((a, b) => a.time - b.time || a.rank - b.rank);
  return table(entries.map(({ time, text }) => [`  ${timeWords(time)}`, text]));
}
