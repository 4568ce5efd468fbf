import { describe, expect, it } from 'vitest';
import { meOf } from './me.tsx';

const me = meOf({
  kind: 'person',
  name: 'ada@example.org',
  freshUntil: null,
  grants: [
    { role: 'viewer', fleets: ['*'] },
    { role: 'responder', fleets: ['shop-*'] },
  ],
});

describe('what a person may', () => {
  it('is what any of their grants gives, and what lesser roles may', () => {
    expect(me.may('responder', 'shop-eu')).toBe(true);
    expect(me.may('analyst', 'shop-eu')).toBe(true);
    expect(me.may('admin', 'shop-eu')).toBe(false);
    expect(me.may('analyst', 'research')).toBe(false);
    expect(me.may('viewer', 'research')).toBe(true);
  });

  it('reaches what belongs to no fleet only with a grant for all', () => {
    expect(me.may('viewer', null)).toBe(true);
    expect(me.may('responder', null)).toBe(false);
    expect(me.mayAnywhere('responder')).toBe(true);
  });
});
