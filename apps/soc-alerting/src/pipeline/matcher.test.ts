import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Labels, labelNames } from './labels.ts';
import { type Matcher, matcherText, matchesAll, parseMatcher } from './matcher.ts';

const labels = (about: Partial<Labels>): Labels =>
  ({ ...Object.fromEntries(labelNames.map((name) => [name, ''])), ...about }) as Labels;
const matcher = (text: string): Matcher => {
  const parsed = parseMatcher(text);
  if (parsed.kind === 'invalid') throw new Error(parsed.reason);
  return parsed.matcher;
};

describe('a matcher', () => {
  it.each([
    ['fleet="checkout"', 'checkout', true],
    ['fleet=checkout', 'checkout', true],
    ['fleet = "checkout"', 'checkout-2', false],
    ['fleet!="checkout"', 'research', true],
    ['fleet!="checkout"', 'checkout', false],
    ['fleet=~"check.*|research"', 'checkout', true],
    ['fleet=~"check"', 'checkout', false],
    ['fleet=~"checkout|research"', 'research', true],
    ['fleet=~"checkout|research"', 'checkout|research', false],
    ['fleet!~"check.*"', 'checkout', false],
    ['fleet!~"check.*"', 'research', true],
    ['fleet=""', '', true],
    ['fleet=~"(?i)CHECKOUT"', 'checkout', true],
    ['fleet="a\\"b"', 'a"b', true],
  ])('%s holds for %j: %s', (text, fleet, holds) => {
    expect(matchesAll([matcher(text)], labels({ fleet }))).toBe(holds);
  });

  it.each([
    ['fleet', 'a matcher is like'],
    ['fleet==x', ''],
    ['colour="red"', 'there is no label colour; labels are fleet'],
    ['fleet="open', 'a quote that does not end'],
    ['fleet=half"', 'a quote'],
    ['fleet=~"["', 'no regular expression'],
    ['fleet=~"(?=x)"', 'no regular expression'],
    ['fleet=~"((a{1,100}){1,100}){1,100}"', ''],
    [`fleet="${'x'.repeat(600)}"`, '512 characters'],
  ])('is not %j', (text, said) => {
    const parsed = parseMatcher(text);
    if (text === 'fleet==x') expect(parsed).toMatchObject({ kind: 'matcher', matcher: { value: '=x' } });
    else expect(parsed).toMatchObject({ kind: 'invalid', reason: expect.stringContaining(said) });
  });

  it('is written as it is read', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...labelNames),
        fc.constantFrom('=' as const, '!=' as const),
        fc.string({ maxLength: 100 }),
        (label, operator, value) => {
          expect(matcher(matcherText({ label, operator, value }))).toEqual({ label, operator, value });
        },
      ),
    );
  });

  it('is never slow, whatever the expression and the text', () => {
    for (const expression of ['(a+)+b', '(a|aa)*b', '(.*)*(.*)*x', '(a?){50}a{50}']) {
      const before = process.cpuUsage().user;
      matchesAll([matcher(`agent=~"${expression}"`)], labels({ agent: 'a'.repeat(256) }));
      expect((process.cpuUsage().user - before) / 1_000).toBeLessThan(1_000);
    }
  });
});
