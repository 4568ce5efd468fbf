import { describe, expect, it } from 'vitest';
import { matcherOf, readMatcher } from './matchers.ts';

describe('a matcher that a person types', () => {
  it.each([
    ['severity=critical', 'severity="critical"'],
    ['  agent =~ worker-.* ', 'agent=~"worker-.*"'],
    ['fleet!="checkout"', 'fleet!="checkout"'],
    ['actor=a "quoted" one', 'actor="a \\"quoted\\" one"'],
    ['agent=', 'agent=""'],
  ])('%s is %s', (typed, text) => {
    expect(readMatcher(typed)).toEqual({ kind: 'matcher', text });
  });

  it.each(['critical', '=critical', 'colour=red', ''])('%s is told what is wrong with it', (typed) => {
    expect(readMatcher(typed).kind).toBe('invalid');
  });

  it('comes back as it was, whatever stands in it', () => {
    for (const value of ['"', '\\', '\\n', 'a\nb', '"; drop', '\u202e']) {
      const text = matcherOf('agent', '=', value);
      expect(readMatcher(text)).toEqual({ kind: 'matcher', text });
    }
  });
});
