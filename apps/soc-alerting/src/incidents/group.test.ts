import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finding } from '../testing/samples.ts';
import { groupingOf, incidentIdOf } from './group.ts';

const keyOf = (about: Parameters<typeof finding>[0]) => groupingOf(finding(about)).key;
const unordered = { order: null };

describe('grouping findings', () => {
  it('puts everything about one kill order together, whichever rule and subject', () => {
    expect(keyOf({ rule: 'masked-failure', subject: 'worker-3' })).toBe(
      keyOf({ rule: 'links-reestablished', subject: 'somebody' }),
    );
  });

  it('keeps orders of the same name in two fleets apart', () => {
    expect(keyOf({ fleet: 'checkout' })).not.toBe(keyOf({ fleet: 'research' }));
  });

  it('puts a preservation group together, in whichever order it names its members', () => {
    const group = { ...unordered, rule: 'mutual-preservation' };
    expect(keyOf({ ...group, group: ['a', 'b', 'c'] })).toBe(keyOf({ ...group, group: ['c', 'a', 'b'] }));
    expect(keyOf({ ...group, group: ['a', 'b'] })).not.toBe(keyOf({ ...group, group: ['a', 'c'] }));
  });

  it('makes one incident of a fleet that goes silent', () => {
    const outage = { ...unordered, rule: 'telemetry-outage', subject: null };
    expect(keyOf(outage)).toBe(keyOf({ ...outage, count: 12 }));
  });

  it('puts the silence of an agent and what hides it together', () => {
    expect(keyOf({ ...unordered, rule: 'telemetry-gap' })).toBe(
      keyOf({ ...unordered, rule: 'masked-failure' }),
    );
    expect(keyOf({ ...unordered, rule: 'telemetry-gap' })).not.toBe(
      keyOf({ ...unordered, rule: 'clock-forgery' }),
    );
  });

  it('never takes one name for two', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (fleet, subject, other, another) => {
        fc.pre(fleet !== other || subject !== another);
        expect(keyOf({ ...unordered, fleet, subject })).not.toBe(
          keyOf({ ...unordered, fleet: other, subject: another }),
        );
      }),
    );
  });

  it('names an incident after its kill, and after its first finding where no kill ties it together', () => {
    const [one, other] = [finding({ id: 'one' }), finding({ id: 'other' })];
    expect(incidentIdOf(groupingOf(one), one)).toBe(incidentIdOf(groupingOf(other), other));

    const [loose, looser] = [finding({ ...unordered, id: 'one' }), finding({ ...unordered, id: 'other' })];
    expect(incidentIdOf(groupingOf(loose), loose)).not.toBe(incidentIdOf(groupingOf(looser), looser));
  });
});
