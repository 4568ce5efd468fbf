import { describeEvent } from '@mortsafe/agent-events';
import { html, raw } from 'hono/html';
import type { Incident } from '../../incidents/incident.ts';
import { durationWords, readable } from '../../story/readable.ts';
import { type Lane, type Lanes, lanesOf, type Mark, type MarkKind } from './lanes.ts';
import type { Markup } from './layout.ts';

const LANE_HEIGHT = 46;
const TOP = 26;

const shapes: Record<MarkKind, string> = {
  start: '<path d="M-5 -7L8 0L-5 7z"/>',
  stop: '<path class="line" d="M-5 -5L5 5M5 -5L-5 5"/>',
  beat: '<circle r="3"/>',
  link: '<path d="M0 -6L6 0L0 6L-6 0z"/>',
  report: '<circle class="line" r="5"/><circle r="1.5"/>',
  refusal: '<path class="line" d="M-6 0H6"/>',
  other: '<circle r="4"/>',
};
const words: Record<MarkKind, string> = {
  start: 'started',
  stop: 'stopped',
  beat: 'heartbeat',
  link: 'link opened',
  report: 'status report',
  refusal: 'refused',
  other: 'other sign of life',
};

/** The incident as a picture: a lane an agent, the kill across all of them, the zombie window shaded. */
export function lanesSection(incident: Incident): Markup {
  const drawn = lanesOf(incident);
  if (!drawn) return html``;
  const height = TOP + drawn.lanes.length * LANE_HEIGHT + 8;
  const used = [...new Set(drawn.lanes.flatMap(({ marks }) => marks.map(({ kind }) => kind)))];
  return html`<section class="card lanes">
    <h2>Who was alive when <small>${durationWords(drawn.to - drawn.from)} from left to right</small></h2>
    <svg width="100%" height="${height}" role="img" aria-label="Lanes of the agents; the timeline below says the same in words">
      ${zombie(drawn, height)}
      ${drawn.kill === undefined ? '' : cut('kill', 'kill ordered', drawn.kill, height)}
      ${drawn.deadLine === undefined ? '' : cut('dead', 'dead line', drawn.deadLine, height)}
      ${drawn.lanes.map((lane, index) => laneMarkup(lane, TOP + index * LANE_HEIGHT))}
    </svg>
    <p class="legend">${used.map((kind) => html`<span>${icon(kind)} ${words[kind]}</span>`)}
      ${drawn.zombie ? html`<span><i class="swatch"></i> alive past its dead line</span>` : ''}</p>
  </section>`;
}

function zombie({ zombie, lanes }: Lanes, height: number): Markup {
  if (!zombie) return html``;
  const subjects = lanes.filter(({ role }) => role === 'subject' || role === 'newcomer').length;
  const tall = subjects > 0 ? subjects * LANE_HEIGHT : height - TOP;
  return html`<rect class="zombie" x="${zombie.from}%" y="${TOP}" width="${Math.max(0.5, zombie.to - zombie.from)}%" height="${tall}" rx="4"/>`;
}

const laneMarkup = ({ agent, role, marks }: Lane, top: number): Markup => html`<g class="lane ${role}">
  <text x="2%" y="${top + 15}">${readable(agent, 48)}${role === 'other' ? '' : html`<tspan class="role">  ${role}</tspan>`}</text>
  <line x1="2%" x2="98%" y1="${top + 30}" y2="${top + 30}"/>
  ${marks.map((mark) => markMarkup(mark, top + 30))}
</g>`;

const markMarkup = ({ kind, at, event }: Mark, y: number): Markup =>
  html`<svg class="mark ${kind} ${event.origin}" x="${at.toFixed(2)}%" y="${y}" overflow="visible"><title>${readable(describeEvent(event), 300)}</title>${raw(shapes[kind])}</svg>`;

function cut(name: 'kill' | 'dead', label: string, at: number, height: number): Markup {
  const [anchor, shift] = at > 70 ? ['end', -5] : ['start', 5];
  return html`<g class="cut ${name}"><line x1="${at}%" x2="${at}%" y1="4" y2="${height}"/>
    <text x="${at}%" dx="${shift}" y="14" text-anchor="${anchor}">${label}</text></g>`;
}

const icon = (kind: MarkKind): Markup =>
  html`<svg class="mark ${kind}" viewBox="-8 -8 16 16" width="14" height="14" aria-hidden="true">${raw(shapes[kind])}</svg>`;
