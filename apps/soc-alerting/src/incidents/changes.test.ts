import { describe, expect, it } from 'vitest';
import { finding } from '../testing/samples.ts';
import { changesBetween } from './changes.ts';
import { kept, summarise } from './summarise.ts';

const state = {
  id: 'incident',
  fleet: 'shop',
  status: 'open' as const,
  revision: 1,
  beyondBounds: { findings: 0, events: 0 },
};

/** What is told when an incident of so many findings has grown from one that had fewer. */
function grown(before: number, after: number, severity: 'critical' | 'low' = 'critical') {
  const findings = Array.from({ length: after }, (_, index) => kept(finding({ id: `f-${index}`, severity })));
  const of = (count: number) => summarise(state, findings.slice(0, count), []);
  return changesBetween(before === 0 ? undefined : of(before), of(after), findings);
}

describe('what is worth telling of an incident', () => {
  it('is that it opened', () => {
    expect(grown(0, 1)).toEqual(['opened']);
  });

  it('is a second grave finding of one rule, and a third: the agent came back again', () => {
    expect(grown(1, 2)).toEqual(['again:unauthorised-relaunch:2']);
    expect(grown(2, 3)).toEqual(['again:unauthorised-relaunch:3']);
  });

  it('is told ever more seldom of very many', () => {
    expect(grown(5, 6)).toEqual(['again:unauthorised-relaunch:5']); // Told before; `dedup` holds it back.
    expect(grown(9, 10)).toEqual(['again:unauthorised-relaunch:10']);
    expect(grown(19, 39)).toEqual(['again:unauthorised-relaunch:20']);
  });

  it('is not one more of what matters little', () => {
    expect(grown(1, 2, 'low')).toEqual([]);
  });
});
