import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationWords, listWords, NAME_CHARS_MAX, readable, timeWords } from './readable.ts';

describe('readable text', () => {
  it.each([
    ['terminal escapes', '\u001b[2Jcleared', '\uFFFD[2Jcleared'],
    ['line breaks', 'a\r\nb\u2028c', 'a\uFFFDb\uFFFDc'],
    ['direction overrides', 'a\u202egnp.exe', 'a\uFFFDgnp.exe'],
    ['what cannot be seen', 'wor\u200bker\u{E0041}', 'wor\uFFFDker\uFFFD'],
    ['NUL and lone surrogates', 'a\0b\ud800c', 'a\uFFFDb\uFFFDc'],
  ])('shows where %s were', (_what, text, shown) => {
    expect(readable(text)).toBe(shown);
  });

  it('leaves names of all the world alone', () => {
    for (const name of ['worker-3', 'Arbeiter für Müller', '結帳-工人', 'عامل', '👩'])
      expect(readable(name)).toBe(name);
  });

  it('is one bounded line without controls, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        const shown = readable(text);
        expect([...shown].length).toBeLessThanOrEqual(NAME_CHARS_MAX);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
    );
  });
});

describe('durations and lists in words', () => {
  it.each([
    [0, '0 ms'],
    [850, '850 ms'],
    [2_400, '2.4 s'],
    [190_000, '3 min 10 s'],
    [7_200_000, '2 h'],
    [187_200_000, '2 d 4 h'],
  ])('says %d ms as %s', (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });

  it('counts what it does not name', () => {
    expect(listWords([])).toBe('');
    expect(listWords(['a', 'b'])).toBe('a and b');
    expect(listWords(['a', 'b', 'c', 'd', 'e', 'f'], 2)).toBe('a, b and 4 more');
  });

  it('does not stumble over a time that is none', () => {
    expect(timeWords(Number.NaN)).toBe('an unknown time');
  });
});
