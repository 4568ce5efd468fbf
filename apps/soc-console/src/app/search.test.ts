import { describe, expect, it } from 'vitest';
import { listIn, oneOf, parseSearch, stringifySearch } from './search.ts';

describe('what stands in an address', () => {
  it('comes back as it was, whatever stands in it', () => {
    const search = { matcher: ['agent="a&b=c"', 'fleet="\u202e%00"'], group: 'rule', empty: '' };
    expect(parseSearch(stringifySearch(search))).toEqual(search);
  });

  it('is a list also where it is one, and nothing where it is absent', () => {
    expect(listIn({ matcher: 'a' }, 'matcher')).toEqual(['a']);
    expect(listIn({}, 'matcher')).toEqual([]);
  });

  it('is taken only where it is one of the choices', () => {
    expect(oneOf({ group: 'rule' }, 'group', ['rule', 'fleet'])).toBe('rule');
    expect(oneOf({ group: '<script>' }, 'group', ['rule', 'fleet'])).toBeUndefined();
    expect(oneOf({ group: ['rule', 'fleet'] }, 'group', ['rule', 'fleet'])).toBeUndefined();
  });
});
