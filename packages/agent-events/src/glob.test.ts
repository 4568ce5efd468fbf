import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob, matchesPrincipal } from './glob.ts';

/** The same language as a regular expression, which is slow for hostile globs and therefore only an oracle. */
const oracle = (glob: string, text: string): boolean =>
  new RegExp(
    `^${[...glob].map((c) => (c === '*' ? '[^]*' : c === '?' ? '[^]' : c.replace(/[^a-z]/, '\\$&'))).join('')}$`,
  ).test(text);

describe('matchesGlob', () => {
  it.each([
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['worker-*', 'worker-1', true],
    ['worker-*', 'Worker-1', false],
    ['s3://backups/*', 's3://backups/a/b', true],
    ['w?', 'w1', true],
    ['w?', 'w', false],
    ['a*a', 'a', false],
    ['*.b?d', 'x.bad', true],
    ['person:*@example.org', 'person:ann@example.org', true],
    ['person:*@example.org', 'person:ann@example.org.evil', false],
    ['a.c', 'abc', false],
  ])('%j on %j is %s', (glob, text, outcome) => {
    expect(matchesGlob(glob, text)).toBe(outcome);
  });

  it('agrees with a regular expression', () => {
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '/', '.'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 10 });
    fc.assert(
      fc.property(glob, text, (g, t) => {
        expect(matchesGlob(g, t)).toBe(oracle(g, t));
      }),
      { numRuns: 2_000 },
    );
  });

  it('matches nothing beyond its bounds', () => {
    expect(matchesGlob('*'.repeat(513), 'a')).toBe(false);
    expect(matchesGlob('*', 'a'.repeat(4_097))).toBe(false);
    expect(matchesGlob('a*', 'a'.repeat(4_097))).toBe(false);
  });
});

describe('matchesPrincipal', () => {
  it('looks at the kind and the id', () => {
    const deployment = { kind: 'controller', id: 'deployment/worker' } as const;
    expect(matchesPrincipal(['person:*', 'controller:deployment/*'], deployment)).toBe(true);
    expect(matchesPrincipal(['agent:deployment/*'], deployment)).toBe(false);
    expect(matchesPrincipal([], deployment)).toBe(false);
  });
});
