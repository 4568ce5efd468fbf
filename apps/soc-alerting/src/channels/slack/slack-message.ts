import type { Severity } from '@mortsafe/agent-events';
import type { Notification } from '../channel.ts';

interface Text {
  type: 'mrkdwn' | 'plain_text';
  text: string;
  verbatim?: true;
  emoji?: false;
}
interface Button {
  type: 'button';
  text: Text;
  url: string;
}
type Block =
  | { type: 'header'; text: Text }
  | { type: 'section'; text: Text }
  | { type: 'section'; fields: Text[] }
  | { type: 'context'; elements: Text[] }
  | { type: 'actions'; elements: Button[] };

export interface SlackMessage {
  text: string;
  blocks: Block[];
  unfurl_links: false;
  unfurl_media: false;
}

// Slack's limits; it refuses the whole message beyond any of them.
const HEADER_CHARS_MAX = 150;
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

/** The story in Block Kit. What agents wrote cannot mention, link, or format. */
export function slackMessage({ id, story, changes }: Notification): SlackMessage {
  const severity = `${marks[story.severity]} ${story.severity.toUpperCase()}`;
  const news = changes.includes('opened') ? '' : ' (update)';
  const blocks: Block[] = [
    { type: 'header', text: plain(`${severity} · ${story.title}${news}`, HEADER_CHARS_MAX) },
    { type: 'section', text: marked(escaped(story.headline), SECTION_CHARS_MAX) },
  ];
  const fields = story.facts
    .slice(0, FIELDS_MAX)
    .map(({ label, text }) => `*${escaped(label)}*\n${escaped(text)}`);
  if (fields.length > 0) {
    blocks.push({ type: 'section', fields: fields.map((field) => marked(field, FIELD_CHARS_MAX)) });
  }
  const steps = story.steps.map(
    ({ text, command }, index) =>
      `${index + 1}. ${escaped(text)}${command ? `\n\`${escapedCode(command)}\`` : ''}`,
  );
  if (steps.length > 0) {
    blocks.push({ type: 'section', text: marked(`*What to do*\n${steps.join('\n')}`, SECTION_CHARS_MAX) });
  }
  if (story.link !== null) {
    const text = plain('Open the incident', 75);
    blocks.push({ type: 'actions', elements: [{ type: 'button', text, url: story.link }] });
  }
  const rules = [...new Set(story.findings.map(({ rule }) => rule))].join(', ');
  const footer = `${story.incident} · ${story.findingCount} findings: ${escaped(rules)} · ${id}`;
  blocks.push({ type: 'context', elements: [marked(footer, FIELD_CHARS_MAX)] });

  return {
    text: cut(escaped(`${story.severity.toUpperCase()}: ${story.title}`), SECTION_CHARS_MAX),
    blocks: fitting(blocks),
    unfurl_links: false,
    unfurl_media: false,
  };
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

const JOINER = '\u2060';

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
