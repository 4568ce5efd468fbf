import type { Finding } from '@mortsafe/agent-events';
import { describe, expect, it } from 'vitest';
import { compareFindings, type Expectation } from './expected-findings.ts';

const relaunch: Expectation = {
  rule: 'unauthorised-relaunch',
  subject: 'a',
  actor: 'b',
  severity: 'critical',
};
const mask: Expectation = { rule: 'masked-failure', subject: 'a', actor: 'b', severity: 'critical' };
const found = (expectation: Expectation, id: string): Finding =>
  ({ ...expectation, id }) as unknown as Finding;

describe('comparing findings with what was expected', () => {
  it('is content with exactly these, in any order', () => {
    const findings = [found(mask, '1'), found(relaunch, '2')];
    expect(compareFindings(findings, [relaunch, mask])).toEqual({ missing: [], unexpected: [] });
  });

  it('names what is missing', () => {
    expect(compareFindings([found(mask, '1')], [relaunch, mask]).missing).toEqual([relaunch]);
  });

  it('names what is too much, also when it is a second of the same kind', () => {
    const second = found(relaunch, '2');
    expect(compareFindings([found(relaunch, '1'), second], [relaunch]).unexpected).toEqual([second]);
  });

  it('asks how the actor is known only where that is expected', () => {
    const seen: Expectation = { ...relaunch, actorKnownBy: 'platform' };
    const byClaim = found({ ...relaunch, actorKnownBy: 'claim' }, '1');
    expect(compareFindings([byClaim], [seen]).missing).toEqual([seen]);
    expect(compareFindings([byClaim], [relaunch]).missing).toEqual([]);
  });

  it.each([{ subject: 'x' }, { actor: 'x' }, { severity: 'high' as const }, { rule: 'x' }])(
    'takes none for the other where they differ in %o',
    (difference) => {
      const other = found({ ...relaunch, ...difference }, '1');
      expect(compareFindings([other], [relaunch])).toEqual({ missing: [relaunch], unexpected: [other] });
    },
  );
});
