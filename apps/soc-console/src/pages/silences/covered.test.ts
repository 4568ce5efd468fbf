import { describe, expect, it } from 'vitest';
import type { Containment, IncidentSummary } from '../../api/generated/schemas.ts';
import { coveredBy, fleetMeant, partsOf } from './covered.ts';

const contained = (fleet: string, agent: string, about: Partial<Containment> = {}): Containment => ({
  ...{ id: `${fleet}/${agent}`, fleet, agent, state: 'killed', since: 0, endedAt: null },
  ...{ markedBy: null, source: 'order', order: 'order-1', reason: null, ...about },
});
const all = [
  contained('shop', 'worker-3'),
  contained('lab', 'critic', { state: 'quarantined', order: null }),
];
const agents = (matchers: string[], incidents: Partial<IncidentSummary>[] = []): string[] =>
  coveredBy(matchers, all, incidents as IncidentSummary[]).map(({ agent }) => agent);

describe('what a silence would cover', () => {
  it('is told by fleet, agent and order', () => {
    expect(agents(['fleet="shop"'])).toEqual(['worker-3']);
    expect(agents(['agent=~"worker-.*|crit.."'])).toEqual(['worker-3', 'critic']);
    expect(agents(['order!="order-1"'])).toEqual(['critic']);
    expect(agents(['agent="planner"'])).toEqual([]);
  });

  it('is anybody of whom a finding may have the rest', () => {
    expect(agents(['fleet="shop"', 'severity="low"', 'rule=~"telemetry-.*"'])).toEqual(['worker-3']);
  });

  it('is, for one incident, whom that is about', () => {
    const about = { fleet: 'shop', subject: 'planner', aliases: ['worker-3'], group: [] };
    expect(agents(['incident="inc-1"'], [about])).toEqual(['worker-3']);
    expect(agents(['incident="inc-2"'])).toEqual([]);
  });

  it('leaves out whom nothing contains any more', () => {
    expect(coveredBy(['fleet="shop"'], [contained('shop', 'worker-3', { endedAt: 5 })], [])).toEqual([]);
  });

  it('is said rather than kept back where an expression cannot be read here', () => {
    expect(agents(['agent=~"("'])).toEqual(['worker-3', 'critic']);
  });
});

describe('where a silence needs the role', () => {
  it('is the fleet that it names, or of its incident, or everywhere', () => {
    expect(fleetMeant(['fleet="shop"', 'rule="x"'])).toBe('shop');
    expect(fleetMeant(['incident="inc-1"'], [{ fleet: 'lab' }])).toBe('lab');
    expect(fleetMeant(['fleet=~"shop"'])).toBeNull();
  });

  it('reads values with anything in them', () => {
    expect(partsOf('agent="a\\"=b\\n"')).toEqual({ label: 'agent', operator: '=', value: 'a"=b\n' });
  });
});
