import type { Severity } from '@mortsafe/agent-events';
import type { Step } from '../../story/next-steps.ts';
import type { Fact, Story } from '../../story/present-incident.ts';
import { firstWord, newsKindOf, pushLine } from '../../story/told-words.ts';
import type { Notification, Told } from '../channel.ts';
import { cut, JOINER, unlinked } from '../inert.ts';

interface Run {
  type: 'TextRun';
  text: string;
  weight?: 'bolder';
  size?: 'large';
  color?: 'attention' | 'warning' | 'good' | 'accent';
  isSubtle?: true;
  fontType?: 'monospace';
}
interface RichText {
  type: 'RichTextBlock';
  inlines: Run[];
  separator?: true;
}
interface Card {
  $schema: string;
  type: 'AdaptiveCard';
  version: '1.4';
  fallbackText: string;
  msteams: { width: 'Full' };
  body: RichText[];
  actions: { type: 'Action.OpenUrl'; title: string; url: string }[];
}

export interface TeamsMessage {
  type: 'message';
  summary: string;
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive'; contentUrl: null; content: Card }];
}

/** Teams takes about 28 KB; a flow adds some of its own. */
const MESSAGE_BYTES_MAX = 24_000;
const RUN_CHARS_MAX = 1_000;

const colours: Record<Severity, Run['color']> = {
  critical: 'attention',
  high: 'attention',
  medium: 'warning',
  low: 'accent',
  informational: 'accent',
};

/**
 * The story as an Adaptive Card. What agents wrote stands in text runs alone, in which Teams reads no markdown; it
 * mentions nobody, because a mention needs an entity of its own and there are none.
 */
export function teamsMessage(notification: Notification): TeamsMessage {
  const { id, story, others, changes } = notification;
  const parts = [
    ...others.map((other) => alsoBlock(other)),
    ...story.facts.map(factBlock),
    ...(story.status === 'resolved' ? [] : story.steps.map(stepBlock).reverse()),
  ];
  const summary = inert(pushLine(notification));
  const write = (left: number): TeamsMessage => ({
    type: 'message',
    summary,
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          fallbackText: summary,
          msteams: { width: 'Full' },
          body: [
            ...headOf(story, changes),
            ...parts.slice(parts.length - left).reverse(),
            block([{ ...run(`${story.incident} · ${id}`), isSubtle: true }]),
          ],
          actions:
            story.link === null
              ? []
              : [{ type: 'Action.OpenUrl', title: 'Open the incident', url: story.link }],
        },
      },
    ],
  });
  // The last to go are the steps: they say what to do.
  for (let left = parts.length; left > 0; left--) {
    const message = write(left);
    if (Buffer.byteLength(JSON.stringify(message)) <= MESSAGE_BYTES_MAX) return message;
  }
  return write(0);
}

function headOf(story: Story, changes: Notification['changes']): RichText[] {
  const kind = newsKindOf(story, changes);
  const color = kind === 'resolved' ? 'good' : colours[story.severity];
  const news = kind === 'update' || kind === 'still open' || kind === 'reopened' ? ` (${kind})` : '';
  const title: Run = { ...run(` ${story.title}${news}`), weight: 'bolder', size: 'large' };
  return [
    block([
      { ...run(firstWord(story, changes)), weight: 'bolder', size: 'large', ...(color && { color }) },
      title,
    ]),
    block([run(story.headline)]),
  ];
}

const factBlock = ({ label, text }: Fact): RichText =>
  block([{ ...run(`${label}  `), weight: 'bolder' }, run(text)]);

const stepBlock = ({ text, command }: Step, index: number): RichText =>
  block([
    run(`${index + 1}. ${text}`),
    // A command stays as it is, to be pasted; a run links nothing by itself.
    ...(command
      ? [{ type: 'TextRun', text: cut(`  ${command}`, RUN_CHARS_MAX), fontType: 'monospace' } as const]
      : []),
  ]);

const alsoBlock = ({ story, changes }: Told): RichText =>
  block([run(`Also: ${firstWord(story, changes)} ${story.title}`)]);

const block = (inlines: Run[]): RichText => ({ type: 'RichTextBlock', inlines });
const run = (text: string): Run => ({ type: 'TextRun', text: inert(text) });

/** Neither links, nor dates and expressions that a card or a flow would fill in, nor mentions. */
const inert = (text: string): string =>
  cut(unlinked(text).replaceAll(/([{$@<])(?=[{a-z/])/gi, `$1${JOINER}`), RUN_CHARS_MAX);
