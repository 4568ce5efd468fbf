import { expect } from 'vitest';

/** Fails where a message to Slack mentions, links or formats by what an agent wrote. */
export function expectNoMarkup(body: string): void {
  for (const text of textsIn(JSON.parse(body))) {
    expect(text).not.toMatch(/<[!@#]|<https?:|<mailto:/);
    // Our own marks are bold labels, code around commands, and nothing else.
    const bare = text.replaceAll(/`[^`]*`/g, '').replaceAll(/^\*[\w ]+\*$/gm, '');
    expect(bare).not.toMatch(/[@#*~`](?!\u2060)|:\/\//);
    expect(text.replaceAll(/[\n\u2060]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
}

/** All that Slack would read markup in: not addresses and values of buttons, which are ours. */
function textsIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return key === 'text' ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, key));
  if (typeof value !== 'object' || value === null) return [];
  const isPlain = 'type' in value && value.type === 'plain_text';
  return isPlain ? [] : Object.entries(value).flatMap(([name, one]) => textsIn(one, name));
}
