import { html } from 'hono/html';
import type { KillOrder } from '../../control/orders.ts';
import type { IncidentSummary } from '../../incidents/incident.ts';
import type { OutboxEntry } from '../../pipeline/outbox.ts';
import { durationWords, listWords, readable } from '../../story/readable.ts';
import { layout, type Markup } from './layout.ts';
import { agentName, dayTag, severityBadge, statusBadge, timeTag } from './pieces.ts';

/** What there is to look after: incidents, the newest first, and orders below. */
export function listPage(
  incidents: readonly IncidentSummary[],
  orders: readonly KillOrder[],
  dead: readonly OutboxEntry[],
): Markup {
  const open = incidents.filter(({ status }) => status !== 'resolved').length;
  return layout({
    title: open === 0 ? 'No open incidents' : `${open} open`,
    main: html`
      <div class="heading"><h1>Incidents</h1><p class="count">${open === 0 ? 'none open' : `${open} open`}</p></div>
      ${dead.length > 0 ? undelivered(dead.length) : ''}
      ${
        incidents.length === 0
          ? html`<section class="card notice"><h2>All quiet</h2>
              <p>No killed agent has come back, and nobody hides one. This page shows it by itself when that changes.</p></section>`
          : html`<ul class="incidents">${incidents.map(row)}</ul>`
      }
      ${orders.length > 0 ? ordersSection(orders) : ''}`,
  });
}

const row = (incident: IncidentSummary): Markup => html`<li>
  <a class="card incident ${incident.severity}" href="/incidents/${incident.id}">
    <span class="top">${severityBadge(incident.severity)} ${statusBadge(incident.status)}
      <span class="when">${dayTag(incident.lastTime)} ${timeTag(incident.lastTime)}</span></span>
    <strong>${readable(incident.title, 200)}</strong>
    <span class="headline">${readable(incident.headline, 400)}</span>
    <span class="bottom">
      <span>fleet ${agentName(incident.fleet)}</span>
      ${
        incident.actors.length > 0
          ? html`<span>by ${agentName(
              listWords(
                incident.actors.map(({ id }) => readable(id)),
                2,
              ),
            )}</span>`
          : ''
      }
      ${incident.zombieWindowMs ? html`<span>outlived its kill by ${durationWords(incident.zombieWindowMs)}</span>` : ''}
      <span>${incident.findingCount} finding${incident.findingCount === 1 ? '' : 's'}</span>
    </span>
  </a>
</li>`;

const undelivered = (count: number): Markup =>
  html`<p class="warning" role="alert">${count === 20 ? 'At least 20' : count} message${count === 1 ? '' : 's'}
    could not be delivered. The incidents say to whom and why.</p>`;

const stateWords: Record<KillOrder['state'], string> = {
  writing: 'being recorded',
  recorded: 'recorded',
  'carrying-out': 'being carried out',
  stopped: 'stopped',
  'carried-out': 'carried out',
  failed: 'failed',
  'not-carried-out': 'carried out by no executor',
};

const ordersSection = (orders: readonly KillOrder[]): Markup => html`<section>
  <h2>Kill orders</h2>
  <div class="card table"><table>
    <thead><tr><th>Ordered</th><th>Whom</th><th>By</th><th>State</th></tr></thead>
    <tbody>${orders.map(orderRow)}</tbody>
  </table></div>
</section>`;

function orderRow({ event, state, detail, rescindedAt, id }: KillOrder): Markup {
  const { agents, instances } = event.target;
  const names = (agents ?? instances ?? [`the whole fleet ${event.fleet}`]).map((name) => readable(name));
  return html`<tr title="${id}">
    <td>${dayTag(event.observedTime)} ${timeTag(event.observedTime)}</td>
    <td>${agentName(listWords(names))} <small>in ${agentName(event.fleet)}</small></td>
    <td>${agentName(event.orderedBy.id)}</td>
    <td><span class="order ${state}">${rescindedAt === null ? stateWords[state] : 'rescinded'}</span>
      ${detail && rescindedAt === null ? html`<small>${readable(detail, 300)}</small>` : ''}</td>
  </tr>`;
}
