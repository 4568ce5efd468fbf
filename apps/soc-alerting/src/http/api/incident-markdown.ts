import { describeEvent } from '@mortsafe/agent-events';
import { unlinked } from '../../channels/inert.ts';
import type { IncidentNote } from '../../incidents/casework.ts';
import type { Incident } from '../../incidents/incident.ts';
import { toldTypes } from '../../incidents/summarise.ts';
import { presentIncident } from '../../story/present-incident.ts';
import { readable, SENTENCE_CHARS_MAX, timeWords } from '../../story/readable.ts';

const EVENTS_MAX = 500;

/** What Markdown, or HTML in it, could take for markup. */
const MARKUP = /[\\`*_{}[\]<>()#+!|~&$@:=^-]/g;

/** One line that Markdown shows as it is: no markup, no link, no HTML. */
const plain = (text: string): string =>
  unlinked(readable(text, SENTENCE_CHARS_MAX)).replaceAll(
    MARKUP,
    (character) => `&#${character.charCodeAt(0)};`,
  );

/** The whole incident for a ticket or a post-mortem. Times are UTC. */
export function incidentMarkdown(incident: Incident, notes: readonly IncidentNote[]): string {
  const events = incident.timeline.map(({ event }) => event);
  const story = presentIncident(
    incident,
    incident.findings,
    events.filter(({ type }) => toldTypes.includes(type)),
  );
  const { severity, status, verdict, assignee, tags } = incident;
  const handling = [
    ['Severity', severity],
    ['Status', verdict === null ? status : `${status}, ${verdict}`],
    ['Assignee', assignee ?? 'nobody'],
    ...(tags.length > 0 ? [['Tags', tags.join(', ')]] : []),
    ...story.facts.map(({ label, text }) => [label, text]),
  ];
  const shown = incident.timeline.slice(0, EVENTS_MAX);
  const left = incident.timeline.length - shown.length;
  const lines = [
    `# ${plain(story.title)}`,
    '',
    plain(story.headline),
    '',
    ...handling.map(([label = '', text = '']) => `- **${plain(label)}** ${plain(text)}`),
    ...section(
      'Findings',
      incident.findings.map(
        ({ rule, severity: weight, confidence, summary }) =>
          `- ${plain(rule)} (${weight}, confidence ${confidence}) ${plain(summary)}`,
      ),
    ),
    ...section('Timeline', [
      ...shown.map(({ time, event }) => `- ${timeWords(time)} ${plain(describeEvent(event))}`),
      ...(left > 0 ? [`- and ${left} more`] : []),
    ]),
    ...section(
      'Notes',
      notes.map(({ at, by, body }) => `- ${timeWords(at)} ${plain(by)} ${plain(body)}`),
    ),
    '',
    `Incident ${plain(incident.id)}, revision ${incident.revision}`,
    '',
  ];
  return lines.join('\n');
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
