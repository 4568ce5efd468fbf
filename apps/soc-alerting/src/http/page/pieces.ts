import type { Origin, Severity } from '@mortsafe/agent-events';
import { html, raw } from 'hono/html';
import { readable } from '../../story/readable.ts';
import type { Markup } from './layout.ts';

const shapes: Record<Severity, string> = {
  critical: '<path d="M8 1l7 13H1z"/>',
  high: '<path d="M8 1l7 7-7 7-7-7z"/>',
  medium: '<path d="M2 2h12v12H2z"/>',
  low: '<circle cx="8" cy="8" r="6.5"/>',
  informational: '<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/>',
};

/** Colour, shape and word: none of them alone has to carry it. */
export const severityBadge = (severity: Severity): Markup =>
  html`<span class="severity ${severity}"><svg viewBox="0 0 16 16" width="12" height="12" fill="currentColor" aria-hidden="true">${raw(shapes[severity])}</svg>${severity}</span>`;

export const statusBadge = (status: string): Markup => html`<span class="status ${status}">${status}</span>`;

const origins: Record<Origin, string> = {
  agent: 'An agent says so',
  platform: 'The platform saw it',
  control: 'A person or controller ordered it',
};

export const originBadge = (origin: Origin): Markup =>
  html`<span class="origin ${origin}" title="${origins[origin]}">${origin}</span>`;

/** A name that an agent gave itself, in a box of its own, so that it cannot pass for a part of our sentence. */
export const agentName = (name: string): Markup => html`<bdi class="name">${readable(name)}</bdi>`;

/** The time of day, with the date and the zone where the pointer rests. */
export function timeTag(time: number, precise = false): Markup {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return html`<time>unknown</time>`;
  const iso = date.toISOString();
  return html`<time datetime="${iso}" title="${iso.replace('T', ' ').replace('Z', ' UTC')}">${iso.slice(11, precise ? 23 : 19)}</time>`;
}

export const dayTag = (time: number): Markup => {
  const date = new Date(time);
  return html`${Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString().slice(0, 10)}`;
};
