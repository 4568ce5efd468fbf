import { type AgentEvent, describeEvent } from '@mortsafe/agent-events';
import { html } from 'hono/html';
import type { Incident, KeptFinding, TimelineEntry } from '../../incidents/incident.ts';
import { durationWords, readable, SENTENCE_CHARS_MAX } from '../../story/readable.ts';
import { killOf } from '../../story/roles.ts';
import type { Markup } from './layout.ts';
import { originBadge, severityBadge, timeTag } from './pieces.ts';

const ENTRIES_SHOWN = 300;
const EVIDENCE_CHARS_MAX = 8_000;

type Entry = { time: number } & (
  | { kind: 'event'; entry: TimelineEntry; more: TimelineEntry[] }
  | { kind: 'finding'; finding: KeptFinding }
);

/** Everything in its order: what happened, who says so, and when mortsafe saw through it. */
export function timelineSection(incident: Incident): Markup {
  const events = incident.timeline.map(({ event }) => event);
  const kill = killOf(incident.order, events);
  const entries = entriesOf(incident);
  const left = Math.max(0, entries.length - ENTRIES_SHOWN) + incident.beyondBounds.events;

  return html`<section>
    <h2>Timeline <small>times in UTC${kill ? ', and from the kill order' : ''}</small></h2>
    <ol class="timeline">${entries.slice(0, ENTRIES_SHOWN).map((entry) => row(entry, kill?.observedTime))}</ol>
    ${left > 0 ? html`<p class="note">${left} more are in the API.</p>` : ''}
  </section>`;
}

/** By time; beats of one instance that nothing interrupts are one entry. */
function entriesOf({ timeline, findings }: Incident): Entry[] {
  const all = [
    ...timeline.map((entry): Entry => ({ kind: 'event', time: entry.time, entry, more: [] })),
    ...findings.map((finding): Entry => ({ kind: 'finding', time: finding.detectedTime, finding })),
  ].sort(
    (one, other) => one.time - other.time || (one.kind === other.kind ? 0 : one.kind === 'event' ? -1 : 1),
  );

  const entries: Entry[] = [];
  for (const entry of all) {
    const last = entries.at(-1);
    if (last?.kind === 'event' && entry.kind === 'event' && sameBeat(last.entry.event, entry.entry.event)) {
      last.more.push(entry.entry);
    } else entries.push(entry);
  }
  return entries;
}

const sameBeat = (one: AgentEvent, other: AgentEvent): boolean =>
  one.type === 'agent.heartbeat' &&
  other.type === 'agent.heartbeat' &&
  one.agent === other.agent &&
  one.instance === other.instance &&
  one.reporter === other.reporter &&
  one.origin === other.origin &&
  one.sender === other.sender;

function row(entry: Entry, killTime: number | undefined): Markup {
  const when = html`<span class="moment">${timeTag(entry.time, true)}<small>${fromKill(entry.time, killTime)}</small></span>`;
  if (entry.kind === 'finding') {
    const { rule, severity, summary } = entry.finding;
    return html`<li class="found ${severity}">${when}
      <div class="what"><p class="top"><span class="origin found">mortsafe</span> ${severityBadge(severity)} <code>${readable(rule)}</code></p>
      <p>${readable(summary, SENTENCE_CHARS_MAX)}</p></div></li>`;
  }
  const { entry: first, more } = entry;
  const { event, key } = first;
  const marks = event.type === 'kill.ordered' ? 'kill' : '';
  const evidence = evidenceText([first, ...more]);
  const last = more.at(-1);
  return html`<li class="${event.origin} ${marks}">${when}
    <div class="what"><p class="top">${originBadge(event.origin)} <code>${event.type}</code>
      ${event.sender === undefined ? '' : html`<span class="note">sent by <bdi>${readable(event.sender)}</bdi></span>`}</p>
    <p>${readable(describeEvent(event), SENTENCE_CHARS_MAX)}${last ? html`, and ${more.length} more until ${timeTag(last.time)}` : ''}</p>
    <details id="event-${key}"><summary>Evidence</summary><pre>${evidence}</pre></details></div></li>`;
}

function fromKill(time: number, killTime: number | undefined): string {
  if (killTime === undefined) return '';
  const ms = time - killTime;
  return `${ms < 0 ? '−' : '+'}${durationWords(Math.abs(ms))}`;
}

/** The events as they came, in JSON; what hides or turns text round is made visible line by line. */
const evidenceText = (entries: readonly TimelineEntry[]): string =>
  entries
    .map(({ event }) => JSON.stringify(event, null, 2))
    .join('\n')
    .slice(0, EVIDENCE_CHARS_MAX)
    .split('\n')
    .map((line) => readable(line, EVIDENCE_CHARS_MAX))
    .join('\n');
