import { firstWord, newsKindOf, pushLine } from '../../story/told-words.ts';
import type { Notification } from '../channel.ts';
import { cut, unlinked } from '../inert.ts';

const SUBJECT_CHARS_MAX = 200;

export interface EmailText {
  subject: string;
  text: string;
  html: string;
}

/** The story as a mail: plain for those who read that, and the same in HTML without anything that loads. */
export function emailText(notification: Notification): EmailText {
  return {
    subject: cut(`[mortsafe] ${pushLine(notification)}`, SUBJECT_CHARS_MAX),
    text: plainOf(notification),
    html: htmlOf(notification),
  };
}

function plainOf({ id, story, others, changes }: Notification): string {
  const width = Math.max(0, ...story.facts.map(({ label }) => label.length)) + 2;
  return [
    unlinked(`${firstWord(story, changes)}: ${story.title}`),
    '',
    unlinked(story.headline),
    '',
    'What to do',
    ...story.steps.flatMap(({ text, command }, index) => [
      `${index + 1}. ${unlinked(text)}`,
      ...(command ? [`     ${command}`] : []),
    ]),
    '',
    ...story.facts.map(({ label, text }) => `${label.padEnd(width)}${unlinked(text)}`),
    '',
    ...others.map((other) => unlinked(`Also: ${firstWord(other.story, other.changes)} ${other.story.title}`)),
    ...(story.link === null ? [] : [story.link]),
    `${story.incident} · ${story.findingCount} findings · ${id}`,
    '',
  ].join('\n');
}

const colours = {
  critical: '#b3261e',
  high: '#c4570a',
  medium: '#8a6d00',
  low: '#1f5fa8',
  informational: '#555',
} as const;

function htmlOf({ id, story, others, changes }: Notification): string {
  const colour = newsKindOf(story, changes) === 'resolved' ? '#1b7a3d' : colours[story.severity];
  const steps = story.steps.map(
    ({ text, command }) =>
      `<li>${inert(text)}${command ? `<br><code style="font-size:14px">${unlinkedCode(command)}</code>` : ''}</li>`,
  );
  const facts = story.facts.map(
    ({ label, text }) =>
      `<tr><td style="padding:2px 12px 2px 0;color:#555;vertical-align:top">${escaped(label)}</td><td>${inert(text)}</td></tr>`,
  );
  const also = others.map(
    (other) => `<li>${inert(`${firstWord(other.story, other.changes)} ${other.story.title}`)}</li>`,
  );
  return [
    '<!doctype html><html><body style="font:16px/1.45 sans-serif;max-width:40em;color:#111">',
    `<p style="margin:0"><strong style="background:${colour};color:#fff;padding:2px 8px">${firstWord(story, changes)}</strong></p>`,
    `<h1 style="font-size:20px;margin:8px 0">${inert(story.title)}</h1>`,
    `<p>${inert(story.headline)}</p>`,
    `<h2 style="font-size:16px;margin:16px 0 4px">What to do</h2><ol>${steps.join('')}</ol>`,
    ...(story.link === null ? [] : [`<p><a href="${escaped(story.link)}">Open the incident</a></p>`]),
    `<table style="border-collapse:collapse">${facts.join('')}</table>`,
    ...(also.length > 0 ? [`<h2 style="font-size:16px">Also</h2><ul>${also.join('')}</ul>`] : []),
    `<p style="color:#777;font-size:13px">${story.incident} · ${story.findingCount} findings · ${escaped(id)}</p>`,
    '</body></html>',
  ].join('\n');
}

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** A tag within an address keeps programs from making a link of it, and is not copied along. */
const unlinkedCode = (command: string): string =>
  escaped(command).replaceAll(/(?<=\w)[.@]|:(?=\/\/)/g, '<span>$&</span>');

const inert = (text: string): string => escaped(unlinked(text));
