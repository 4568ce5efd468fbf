import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillTemplate, unknownPlaceholders } from './template.ts';

describe('a template', () => {
  it('is filled with plain names', () => {
    const values = { agent: 'worker-3', instance: 'worker-3-7f2c', fleet: 'checkout' };
    expect(fillTemplate('/run/{fleet}/{agent}.pid', values)).toEqual({
      kind: 'text',
      text: '/run/checkout/worker-3.pid',
    });
    expect(fillTemplate('--force', values)).toEqual({ kind: 'text', text: '--force' });
  });

  it.each([
    '-rf',
    '--all',
    'a b',
    'a;b',
    '$(x)',
    '`x`',
    '../../etc',
    'a/b',
    'a..b',
    'a\nb',
    'a\0',
    '',
    '{fleet}',
    'a,b',
    '結帳',
  ])('refuses %j, which may mean something to a program', (agent) => {
    expect(fillTemplate('{agent}', { agent, fleet: 'checkout' }).kind).toBe('refused');
  });

  it('lets through nothing that could be an option, a path or two words', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (agent) => {
        const filled = fillTemplate('{agent}', { agent });
        if (filled.kind === 'text') expect(filled.text).toMatch(/^[A-Za-z0-9][\w.:@-]*$/);
      }),
    );
  });

  it('refuses what is not known', () => {
    expect(fillTemplate('{instance}', { agent: 'a' })).toEqual({
      kind: 'refused',
      reason: '{instance} is not known',
    });
    expect(unknownPlaceholders('{agent} {pod}')).toEqual(['{pod}']);
  });
});
