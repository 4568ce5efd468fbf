import { describe, expect, it } from 'vitest';
import { Changes } from './changes.ts';

describe('what changed', () => {
  it('concerns the incident that is told of, the lists, and no other incident', () => {
    const changes = new Changes();
    changes.add('incident', 'inc-1');
    expect(changes.concerns('get /incidents', { path: {} })).toBe(true);
    expect(changes.concerns('get /incidents/{id}', { path: { id: 'inc-1' } })).toBe(true);
    expect(changes.concerns('get /incidents/{id}', { path: { id: 'inc-2' } })).toBe(false);
    expect(changes.concerns('get /silences', {})).toBe(false);
  });

  it('concerns everything after a reset', () => {
    const changes = new Changes();
    changes.add('reset');
    expect(changes.concerns('get /incidents/{id}', { path: { id: 'inc-2' } })).toBe(true);
    expect(changes.concerns('get /me', undefined)).toBe(true);
  });

  it('is nothing before anything came', () => {
    expect(new Changes().isEmpty).toBe(true);
  });
});
