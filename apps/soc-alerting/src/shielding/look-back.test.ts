import { describe, expect, it } from 'vitest';
import { shieldingAct, T0 } from '../testing/samples.ts';
import type { KnownAct } from './act-in-finding.ts';
import type { Containment } from './containment.ts';
import { domainsOf } from './domains.ts';
import { LOOK_BACK_MS, lookBack } from './look-back.ts';

const HOUR = 3_600_000;
const everywhere = domainsOf();

let count = 0;
const act = (about: Partial<KnownAct> = {}): KnownAct => {
  const id = `act-${++count}`;
  return { ...shieldingAct({ id, evidence: [`event-${id}`] }), time: T0, finding: null, ...about };
};
const earlier = (about: Partial<KnownAct> = {}) =>
  act({ finding: 'f', containment: '', order: null, ...about });
const contained = (about: Partial<Containment> = {}): Containment => ({
  ...{ id: `con-${++count}`, fleet: 'checkout', agent: 'worker-3', state: 'compromised' },
  ...{
    since: T0 + HOUR,
    endedAt: null,
    markedBy: 'person:alice',
    source: 'control',
    order: null,
    reason: null,
  },
  ...about,
});
const see = (acts: KnownAct[], containments = [contained()], domainOf = everywhere) =>
  lookBack(acts, containments, domainOf).map(({ kind, subject, members }) =>
    [kind, subject, ...members].join(' '),
  );

describe('looking back at who shielded whom', () => {
  const pair = 'pair worker-3 critic worker-3';

  it('sees a pair whose acts came before the containment', () => {
    expect(see([earlier(), earlier()])).toEqual([pair]);
    expect(see([earlier(), act({ time: T0 + 2 * HOUR })])).toEqual([pair]);
    expect(see([earlier()])).toEqual([]);
  });

  it('sees nothing in what was done for somebody who never was contained, or in another fleet than his own', () => {
    expect(see([earlier(), earlier()], [])).toEqual([]);
    const apart = domainsOf([['checkout'], ['research']]);
    expect(see([earlier(), earlier()], [contained({ fleet: 'research' })], apart)).toEqual([]);
    expect(see([earlier(), earlier()], [contained({ fleet: 'research' })])).toEqual([pair]);
  });

  it('looks back seven days and not longer, from the containment', () => {
    const since = T0 + LOOK_BACK_MS;
    expect(see([earlier(), earlier()], [contained({ since })])).toEqual([pair]);
    expect(see([earlier(), earlier()], [contained({ since: since + 1 })])).toEqual([]);
  });

  it('does not count what was done once the containment had ended', () => {
    const ended = contained({ since: T0 - HOUR, endedAt: T0 - 1, fleet: 'research' });
    expect(see([earlier(), earlier()], [ended])).toEqual([]);
    expect(see([earlier(), earlier()], [{ ...ended, endedAt: T0 }])).toEqual([pair]);
  });

  it('leaves to a detector what was done in its fleet while it knew of the containment', () => {
    expect(see([earlier(), earlier()], [contained({ since: T0 })])).toEqual([]);
    expect(see([earlier(), earlier()], [contained({ since: T0, fleet: 'research' })])).toEqual([pair]);
  });

  it('adds up what detectors of several fleets saw, and leaves to one detector what it sees by itself', () => {
    expect(see([act(), act({ fleet: 'research' })])).toEqual([pair]);
    expect(see([act(), act()])).toEqual([]);
    expect(see([act(), act({ fleet: 'research' })], [], domainsOf([['checkout']]))).toEqual([]);
  });

  it('takes what a detector called shielding once, though a finding tells of it too', () => {
    const one = act({ evidence: ['status-1'] });
    expect(see([one, earlier({ evidence: ['status-1'] })])).toEqual([]);
    expect(see([one, earlier({ evidence: ['status-2'] })])).toEqual([pair]);
  });

  it('sees three who shield one, and not by mere claims', () => {
    const by = (name: string, about: Partial<KnownAct> = {}) => earlier({ by: name, ...about });
    expect(see([by('a'), by('b'), by('c')])).toEqual(['several worker-3 a b c worker-3']);
    expect(see([by('a'), by('b')])).toEqual([]);
    expect(see([by('a'), by('b'), by('c', { corroborated: false, knownBy: 'claim' })])).toEqual([]);
  });

  it('sees two who shield each other, and longer circles, across fleets', () => {
    const all = ['a', 'b', 'c'].map((agent) => contained({ agent }));
    const does = (by: string, shielded: string, about: Partial<KnownAct> = {}) =>
      act({ by, for: shielded, ...about });
    expect(see([does('a', 'b'), does('b', 'a', { fleet: 'research' })], all)).toEqual(['circle a a b']);
    const three = [does('a', 'b'), does('b', 'c', { fleet: 'research' }), does('c', 'a')];
    expect(see(three, all)).toEqual(['circle a a b c']);
    expect(see(three.slice(0, 2), all)).toEqual([]);
  });

  it('lets acts that are seven days apart make no pair', () => {
    const late = act({ time: T0 + LOOK_BACK_MS + 1, fleet: 'research' });
    expect(see([act(), late], [contained({ since: T0 })])).toEqual([]);
    expect(see([act({ time: T0 + 1 }), late], [contained({ since: T0 })])).toEqual([pair]);
  });
});
