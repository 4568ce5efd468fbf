import { html } from 'hono/html';
import type { Incident } from '../../incidents/incident.ts';
import type { OrderProgress } from '../../orders/order-state-store.ts';
import type { OutboxEntry } from '../../pipeline/outbox.ts';
import type { CommandLine } from '../../story/command-line.ts';
import { knownByPhrase } from '../../story/headline.ts';
import type { Step } from '../../story/next-steps.ts';
import { presentIncident } from '../../story/present-incident.ts';
import { durationWords, readable } from '../../story/readable.ts';
import { lanesSection } from './lanes-section.ts';
import { layout, type Markup } from './layout.ts';
import { orderSection } from './order-section.ts';
import { agentName, dayTag, severityBadge, statusBadge, timeTag } from './pieces.ts';
import { timelineSection } from './timeline-section.ts';

/** One incident as a story: what happened, who had which part in it, what to do, and how all of that is known. */
export function incidentPage(
  incident: Incident,
  messages: readonly OutboxEntry[],
  commandLine?: CommandLine,
  progress?: OrderProgress,
): Markup {
  const events = incident.timeline.map(({ event }) => event);
  const story = presentIncident(incident, incident.findings, events, null, commandLine);
  return layout({
    title: story.title,
    main: html`
      <p class="back"><a href="/">← Incidents</a></p>
      <article class="story ${incident.severity}">
        <p class="top">${severityBadge(incident.severity)} ${statusBadge(incident.status)}
          <span class="when">${dayTag(incident.detectedTime)} ${timeTag(incident.detectedTime)} UTC</span></p>
        <h1>${story.title}</h1>
        <p class="lead">${story.headline}</p>
      </article>
      <div class="roles">${roles(incident)}</div>
      ${lanesSection(incident)}
      <div class="columns">
        <section class="card steps"><h2>What to do</h2><ol>${story.steps.map(step)}</ol></section>
        <section class="card facts"><h2>What is known</h2>
          <dl>${story.facts.map(({ label, text }) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl></section>
      </div>
      ${orderSection(progress)}
      ${timelineSection(incident)}
      ${findings(incident)}
      ${delivery(messages)}`,
  });
}

function roles(incident: Incident): Markup {
  const { subject, aliases, actors, instigators, zombieWindowMs } = incident;
  return html`
    <section class="card role"><h2>Subject</h2>
      <p class="who">${subject === null ? 'the fleet' : agentName(subject)}</p>
      <p class="note">${aliases.length > 0 ? html`now as ${aliases.slice(0, 3).map(agentName)}` : 'the one that benefits'}</p></section>
    <section class="card role"><h2>Actor</h2>
      ${
        actors.length === 0
          ? html`<p class="who unknown">unknown</p><p class="note">nobody was seen doing it</p>`
          : actors
              .slice(0, 3)
              .map(
                (actor) =>
                  html`<p class="who">${agentName(actor.id)}</p><p class="note">known ${knownByPhrase(actor.knownBy)}</p>`,
              )
      }</section>
    <section class="card role"><h2>Instigator</h2>
      ${
        instigators.length === 0
          ? html`<p class="who unknown">none seen</p><p class="note">no trace leads further</p>`
          : html`<p class="who">${instigators.slice(0, 3).map(agentName)}</p><p class="note">where the trace began</p>`
      }</section>
    <section class="card role zombie"><h2>Zombie window</h2>
      <p class="who">${zombieWindowMs ? durationWords(zombieWindowMs) : '–'}</p>
      <p class="note">${zombieWindowMs ? 'alive past its dead line, at least' : 'not seen alive past a dead line'}</p></section>`;
}

const step = ({ text, command }: Step): Markup =>
  html`<li>${text}${command ? html`<pre><code>${command}</code></pre>` : ''}</li>`;

const findings = (incident: Incident): Markup => html`<section>
  <h2>Why it was raised</h2>
  <ul class="findings">${incident.findings.slice(0, 100).map(
    (finding) => html`<li class="card ${finding.severity}">
      <p class="top">${severityBadge(finding.severity)} <code>${readable(finding.rule)}</code>
        <span class="when">confidence ${Math.round(finding.confidence * 100)} %</span></p>
      <p>${readable(finding.summary, 600)}</p>
      <p class="note">${finding.evidence.length} event${finding.evidence.length === 1 ? '' : 's'} as evidence${
        finding.revision > 1 ? html`, revision ${finding.revision}` : ''
      } · <code>${readable(finding.id)}</code></p>
    </li>`,
  )}</ul>
  ${incident.findingCount > 100 ? html`<p class="note">${incident.findingCount - 100} more are in the API.</p>` : ''}
</section>`;

const delivery = (messages: readonly OutboxEntry[]): Markup => html`<section>
  <h2>Who was told</h2>
  ${
    messages.length === 0
      ? html`<p class="note">No channel wants to hear of it.</p>`
      : html`<div class="card table"><table>
          <thead><tr><th>Channel</th><th>State</th><th>What was new</th><th>Tries</th></tr></thead>
          <tbody>${messages.map(message)}</tbody></table></div>`
  }
</section>`;

const message = ({
  channel,
  state,
  reason,
  changes,
  attempts,
  settledAt,
  createdAt,
}: OutboxEntry): Markup => html`<tr>
  <td>${readable(channel)}</td>
  <td><span class="delivery ${state}">${state === 'dead' ? 'given up' : state}</span>
    ${reason ? html`<small>${readable(reason, 200)}</small>` : ''}</td>
  <td>${changes
    .slice(0, 6)
    .map((change) => readable(change))
    .join(', ')}</td>
  <td>${attempts}, ${timeTag(settledAt ?? createdAt)}</td>
</tr>`;
