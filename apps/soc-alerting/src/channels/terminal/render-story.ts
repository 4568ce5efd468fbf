import type { Severity } from '@mortsafe/agent-events';
import type { Change } from '../../incidents/changes.ts';
import type { Story } from '../../story/present-incident.ts';
import { firstWord, newsKindOf } from '../../story/told-words.ts';
import type { Told } from '../channel.ts';
import { textWidth, wrap } from './wrap.ts';

export interface RenderOptions {
  /** Columns; 40 to 100 are used. */
  width: number;
  colour: boolean;
  /** What made it worth telling. */
  changes: readonly Change[];
  /** Further incidents of the same message. */
  others?: readonly Told[];
}

const RESET = '\u001b[0m';
const styles = {
  bold: '\u001b[1m',
  dim: '\u001b[2m',
  critical: '\u001b[1;97;41m',
  high: '\u001b[1;30;43m',
  medium: '\u001b[1;33m',
  low: '\u001b[1;36m',
  informational: '\u001b[1;37m',
} as const satisfies Record<Severity | 'bold' | 'dim', string>;

/** The story for a terminal. Its texts are free of control characters, so every escape in here is ours. */
export function renderStory(story: Story, { width, colour, changes, others = [] }: RenderOptions): string {
  const columns = Math.min(100, Math.max(40, Math.floor(width) || 80));
  const paint = (style: keyof typeof styles, text: string) =>
    colour ? `${styles[style]}${text}${RESET}` : text;
  const label = Math.min(24, Math.max(0, ...story.facts.map((fact) => textWidth(fact.label)))) + 2;

  const lines: string[] = [
    '',
    ruler(story, columns, changes, paint),
    ...wrap(story.title, columns - 2).map((line) => `  ${paint('bold', line)}`),
    ...wrap(story.headline, columns - 2).map((line) => `  ${line}`),
    '',
  ];
  for (const fact of story.facts) {
    const [first = '', ...rest] = wrap(fact.text, columns - 2 - label);
    lines.push(`  ${paint('dim', fact.label.padEnd(label))}${first}`);
    for (const line of rest) lines.push(' '.repeat(label + 2) + line);
  }
  lines.push('', `  ${paint('bold', 'What to do')}`);
  story.steps.forEach(({ text, command }, index) => {
    const [first = '', ...rest] = wrap(text, columns - 5);
    lines.push(`  ${index + 1}  ${first}`, ...rest.map((line) => `     ${line}`));
    // A command is never broken: half of one must not be pasted.
    if (command) lines.push(`     ${paint('dim', '$')} ${paint('bold', command)}`);
  });
  for (const other of others) {
    const text = `Also: ${firstWord(other.story, other.changes)} ${other.story.title}`;
    lines.push(...wrap(text, columns - 2).map((line) => `  ${line}`));
  }
  const rules = [...new Set(story.findings.map(({ rule }) => rule))].join(', ');
  const count = `${story.findingCount} finding${story.findingCount === 1 ? '' : 's'}`;
  lines.push('', ...wrap(`${count}: ${rules}`, columns - 2).map((line) => `  ${paint('dim', line)}`));
  lines.push(`  ${paint('dim', story.link ?? story.incident)}`, paint('dim', '━'.repeat(columns)), '');
  return lines.join('\n');
}

function ruler(
  story: Story,
  columns: number,
  changes: readonly Change[],
  paint: (style: keyof typeof styles, text: string) => string,
): string {
  const kind = newsKindOf(story, changes);
  const word = ` ${firstWord(story, changes)} `;
  const [fleet = ''] = wrap(`fleet ${story.fleet}`, Math.max(10, columns - word.length - 20));
  const right = ` ${kind === 'update' || kind === 'still open' || kind === 'reopened' ? `${kind} · ` : ''}${fleet} `;
  const bar = Math.max(1, columns - 4 - textWidth(word) - textWidth(right));
  return `${paint('dim', '━━')}${paint(kind === 'resolved' || kind === 'acknowledged' ? 'bold' : story.severity, word)}${paint('dim', `${'━'.repeat(bar)}${right}━━`)}`;
}
