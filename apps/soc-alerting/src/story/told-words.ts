import type { Notification } from '../channels/channel.ts';
import type { Change } from '../incidents/changes.ts';
import type { Fact, Story } from './present-incident.ts';

/** What kind of news a message is, for whoever has heard of the incident before. */
export type NewsKind = 'new' | 'reopened' | 'update' | 'still open' | 'acknowledged' | 'resolved';

/** The state people are in about it counts most, then whether it is new. */
export function newsKindOf({ status }: Pick<Story, 'status'>, changes: readonly Change[]): NewsKind {
  const has = (kind: string): boolean => changes.some((change) => change.split(':')[0] === kind);
  if (status === 'resolved') return 'resolved';
  if (has('acknowledged')) return 'acknowledged';
  if (has('opened')) return 'new';
  if (has('reopened')) return 'reopened';
  return changes.length > 0 && changes.every((change) => change.startsWith('repeat:'))
    ? 'still open'
    : 'update';
}

const culpritLabels = [
  'Brought back by',
  'Kill not carried out by',
  'Shielded by',
  'Hidden by',
  'Forged by',
  'Silenced by',
  'Asked for by',
];

/** Who did it, where anybody is known: the fact that says so. */
export const culpritOf = ({ facts }: Story): Fact | undefined =>
  culpritLabels.flatMap((label) => facts.filter((fact) => fact.label === label))[0];

/** `CRITICAL` or, once it is dealt with, `RESOLVED`: the first word of every message. */
export function firstWord(story: Story, changes: readonly Change[]): string {
  const kind = newsKindOf(story, changes);
  const severity = story.severity.toUpperCase();
  return kind === 'resolved' || kind === 'acknowledged' ? kind.toUpperCase() : severity;
}

/** What a phone shows of it before it is unlocked: how bad, what happened, who did it, where. */
export function pushLine({
  story,
  others,
  changes,
}: Pick<Notification, 'story' | 'others' | 'changes'>): string {
  const kind = newsKindOf(story, changes);
  const culprit = culpritOf(story);
  const again = kind === 'update' || kind === 'still open' || kind === 'reopened' ? ` (${kind})` : '';
  const more = others.length > 0 ? ` · and ${others.length} more` : '';
  const who = culprit ? ` · ${culprit.label.toLowerCase()} ${culprit.text}` : '';
  return `${firstWord(story, changes)}: ${story.title}${again}${who} · fleet ${story.fleet}${more}`;
}
