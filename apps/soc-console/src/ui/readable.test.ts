import { describe, expect, it } from 'vitest';
import { readable } from './readable.ts';

describe('a readable text', () => {
  it.each([
    ['turns round', 'safe\u202egnp.exe', 'safe‹202e›gnp.exe'],
    ['breaks', 'one\ntwo\rthree', 'one⏎two‹000d›three'],
    ['hides', 'pl\u200banner\ufeff', 'pl‹200b›anner‹feff›'],
    ['is no text', 'lone\ud800', 'lone‹d800›'],
  ])('shows what %s', (_what, text, expected) => {
    expect(readable(text)).toBe(expected);
  });

  it('leaves words of all languages and joined emoji as they are', () => {
    for (const text of ['結果', 'café', 'مرحبا', '👩‍👩‍👧', '<b>&amp;']) expect(readable(text)).toBe(text);
  });
});
