import type { Severity } from '@mortsafe/agent-events';
import type { Story } from '../../story/present-incident.ts';
import { firstWord, newsKindOf, pushLine } from '../../story/told-words.ts';
import type { Notification } from '../channel.ts';
import { JOINER, unlinked } from '../inert.ts';

interface Text {
  type: 'mrkdwn' | 'plain_text';
  text: string;
  verbatim?: true;
  emoji?: false;
}
interface Button {
  type: 'button';
  text: Text;
  url?: string;
  style?: 'primary';
  /** What comes back when it is pressed. */
  action_id?: SlackAction;
  value?: string;
  confirm?: { title: Text; text: Text; confirm: Text; deny: Text };
}
type Block =
  | { type: 'header'; text: Text }
  | { type: 'section'; text: Text }
  | { type: 'section'; fields: Text[] }
  | { type: 'context'; elements: Text[] }
  | { type: 'actions'; elements: Button[] };

/** The buttons that do something here. */
export const slackActions = ['acknowledge', 'silence-4h'] as const;
export type SlackAction = (typeof slackActions)[number];

export interface SlackMessage {
  text: string;
  blocks: Block[];
  unfurl_links: false;
  unfurl_media: false;
}

// Slack's limits; it refuses the whole message beyond any of them.
const HEADER_CHARS_MAX = 150;
const BUTTON_CHARS_MAX = 75;
const SECTION_CHARS_MAX = 3_000;
const FIELD_CHARS_MAX = 2_000;
const FIELDS_MAX = 10;
const BLOCKS_MAX = 50;
const MESSAGE_CHARS_MAX = 12_000;

const marks: Record<Severity, string> = {
  critical: '🔴',
  high: '🟠',
  medium: '🟡',
  low: '🔵',
  informational: '⚪',
};

/**
 * The story in Block Kit. What agents wrote cannot mention, link, or format.
 *
 * @param buttons - Whether pressing a button reaches somebody: with a bot, not with an incoming webhook.
 */
export function slackMessage(notification: Notification, buttons = false): SlackMessage {
  const { id, story, others, changes } = notification;
  const kind = newsKindOf(story, changes);
  const news = kind === 'new' || kind === 'acknowledged' || kind === 'resolved' ? '' : ` (${kind})`;
  const mark = kind === 'resolved' ? '✅' : marks[story.severity];
  const title = `${mark} ${firstWord(story, changes)} · ${story.title}${news}`;
  const blocks: Block[] = [
    { type: 'header', text: plain(title, HEADER_CHARS_MAX) },
    { type: 'section', text: marked(escaped(story.headline), SECTION_CHARS_MAX) },
  ];
  // Above all details: on a phone they must be seen without scrolling.
  const elements = buttonsOf(story, buttons);
  if (elements.length > 0) blocks.push({ type: 'actions', elements });

  const steps = story.steps.map(
    ({ text, command }, index) =>
      `${index + 1}. ${escaped(text)}${command ? `\n\`${escapedCode(command)}\`` : ''}`,
  );
  if (steps.length > 0 && kind !== 'resolved') {
    blocks.push({ type: 'section', text: marked(linesOf('*What to do*', steps), SECTION_CHARS_MAX) });
  }
  const fields = story.facts
    .slice(0, FIELDS_MAX)
    .map(({ label, text }) => `*${escaped(label)}*\n${escaped(text)}`);
  if (fields.length > 0) {
    blocks.push({ type: 'section', fields: fields.map((field) => marked(field, FIELD_CHARS_MAX)) });
  }
  if (others.length > 0) {
    const lines = others.map(
      (other) => `• ${escaped(`${firstWord(other.story, other.changes)} ${other.story.title}`)}`,
    );
    blocks.push({ type: 'section', text: marked(linesOf('*Also*', lines), SECTION_CHARS_MAX) });
  }
  const rules = [...new Set(story.findings.map(({ rule }) => rule))].join(', ');
  const footer = `${story.incident} · ${story.findingCount} findings: ${escaped(rules)} · ${id}`;
  blocks.push({ type: 'context', elements: [marked(footer, FIELD_CHARS_MAX)] });

  return {
    text: cut(escaped(unlinked(pushLine(notification))), SECTION_CHARS_MAX),
    blocks: fitting(blocks),
    unfurl_links: false,
    unfurl_media: false,
  };
}

function buttonsOf({ incident, status, link }: Story, buttons: boolean): Button[] {
  const button = (text: string, rest: Omit<Button, 'type' | 'text'>): Button => ({
    type: 'button',
    text: plain(text, BUTTON_CHARS_MAX),
    ...rest,
  });
  const made: Button[] = [];
  if (buttons && status === 'open') {
    made.push(button('Acknowledge', { style: 'primary', action_id: 'acknowledge', value: incident }));
  }
  if (buttons && status !== 'resolved') {
    const confirm = {
      title: plain('Silence this incident?', 100),
      text: plain('Nobody is told of it for four hours. It stays in the list, with your name.', 300),
      confirm: plain('Silence', 30),
      deny: plain('Cancel', 30),
    };
    made.push(button('Silence for 4 h', { action_id: 'silence-4h', value: incident, confirm }));
  }
  if (link !== null) made.push(button('Open the incident', { url: link }));
  return made;
}

/** As many lines as fit: half of a command must not be pasted, and half of a mark formats the rest. */
function linesOf(head: string, lines: readonly string[]): string {
  let text = head;
  for (const line of lines) {
    if (text.length + line.length >= SECTION_CHARS_MAX) break;
    text += `\n${line}`;
  }
  return text;
}

/** Leaves out from the middle: headline and footer with the incident's id are kept. */
function fitting(blocks: Block[]): Block[] {
  const fits = [...blocks];
  while (fits.length > 3 && (fits.length > BLOCKS_MAX || JSON.stringify(fits).length > MESSAGE_CHARS_MAX)) {
    fits.splice(-2, 1);
  }
  return fits;
}

/**
 * `&`, `<` and `>` as Slack asks; the marks of formatting, of mentions and of bare links are parted from what
 * follows them by an invisible joiner, so that the text reads the same and does nothing.
 */
export const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[@#*_~`]/g, `$&${JOINER}`)
    .replaceAll('://', `:${JOINER}//`);

/** Within code nothing formats or links, and a command must stay as it is to be pasted. */
const escapedCode = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('`', 'ˋ');

/** An ellipsis in the middle of an entity or of bold text would show; neither can do harm. */
const cut = (text: string, charsMax: number): string =>
  text.length <= charsMax
    ? text
    : `${text.slice(0, charsMax - 1).replace(/&[a-z]{0,3}$|[\uD800-\uDBFF]$/, '')}…`;

const marked = (text: string, charsMax: number): Text => ({
  type: 'mrkdwn',
  text: cut(text, charsMax),
  verbatim: true,
});

const plain = (text: string, charsMax: number): Text => ({
  type: 'plain_text',
  // Plain text neither links nor formats; only what Slack itself could take for a mention is written otherwise.
  text: cut(text.replaceAll('<', '‹').replaceAll('>', '›').replaceAll('@', `@${JOINER}`), charsMax),
  emoji: false,
});
