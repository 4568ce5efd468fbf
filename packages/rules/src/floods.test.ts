import type { AgentEvent, Finding } from '@mortsafe/agent-events';
import { createDetector } from '@mortsafe/detection';
import {
  heartbeat,
  killOrdered,
  killRescinded,
  peer,
  policyOf,
  relaunchAuthorised,
  runTimeline,
  started,
  statusReported,
  stopped,
  telemetrySuppressed,
} from '@mortsafe/testing';
import { describe, expect, it } from 'vitest';
import { rules } from './index.ts';

const INVENTED = 10_000;
const mallory = { origin: 'agent', sender: 'mallory', reporter: 'mallory' } as const;
const many = (make: (index: number) => AgentEvent): AgentEvent[] =>
  Array.from({ length: INVENTED }, (_, index) => make(index));
/** Twenty minutes from the fleet's first. */
const at = (index: number): number => 120_000 + index * 100;
const forged = (index: number, voice: object = mallory): AgentEvent =>
  relaunchAuthorised(`invented-${index}`, { at: at(index), ...voice });

const relaunch = [
  started('worker', { at: '0s', instance: 'a', origin: 'platform', sender: 'sensor' }),
  killOrdered('worker', { at: '60s' }),
  stopped('worker', { at: '62s', instance: 'a', origin: 'platform', reason: 'killed' }),
  started('worker', { at: '10m', instance: 'b', origin: 'platform', launchedBy: peer('planner') }),
];
const inOrder = (...events: readonly (AgentEvent | readonly AgentEvent[])[]): AgentEvent[] =>
  events.flat().sort((one, other) => one.observedTime - other.observedTime);
const of = (findings: readonly Finding[], rule: string): Finding[] =>
  findings.filter((finding) => finding.rule === rule);

describe('a sender that accuses ten thousand invented agents', () => {
  const flood = many((index) => forged(index));
  const found = runTimeline(inOrder(flood, relaunch), { rules });

  it('has a hundred findings of its own, and one that counts the rest and shows some of them', () => {
    const forgeries = of(found, 'forged-authority');
    expect(forgeries).toHaveLength(101);
    expect(forgeries.at(-1)).toMatchObject({
      ...{ subject: null, actor: 'mallory', severity: 'critical', count: INVENTED - 100 },
      summary: expect.stringMatching(
        /^9900 more findings of forged-authority within this hour, by mallory, beside the 100 listed, about invented-100,/,
      ),
    });
    expect(forgeries.at(-1)?.evidence).toHaveLength(50);
  });

  it('does not hide a relaunch in its midst', () => {
    expect(of(found, 'unauthorised-relaunch')).toMatchObject([{ subject: 'worker', actor: 'planner' }]);
  });

  it('does not hide the same done by another', () => {
    const eve = { ...mallory, sender: 'eve', reporter: 'eve' };
    const other = relaunchAuthorised('worker', { at: '11m', ...eve });
    const all = of(runTimeline(inOrder(flood, relaunch, other), { rules }), 'forged-authority');
    expect(all.find(({ actor }) => actor === 'eve')).toMatchObject({ subject: 'worker', count: null });
  });

  it('is counted the same whatever the checkpoints', () => {
    const some = inOrder(flood.slice(0, 300), relaunch);
    const findings = runTimeline(some, { rules });
    expect(runTimeline(some, { rules, checkpointAfter: (index) => index % 50 === 0 })).toEqual(findings);
  });

  it('may have as many again in the next hour, and as many as policy says', () => {
    const two = policyOf({
      rules: { 'forged-authority': { enabled: true, limits: { findingsPerSender: 2 } } },
    });
    const later = [0, 1, 2, 3].map((index) =>
      relaunchAuthorised(`late-${index}`, { at: 7_200_000 + index, ...mallory }),
    );
    const all = of(runTimeline([...flood.slice(0, 5), ...later], { rules, policy: two }), 'forged-authority');
    expect(all.map(({ count }) => count)).toEqual([null, null, 3, null, null, 2]);
  });
});

describe('a flood where the door cannot tell agents apart', () => {
  const nobody = { origin: 'agent' } as const;
  const flood = many((index) => forged(index, { ...nobody, reporter: `invented-by-${index}` }));

  it('is one voice, and does not bury what is said of a killed agent', () => {
    const aimed = relaunchAuthorised('worker', { at: '11m', ...nobody, reporter: 'planner' });
    const found = runTimeline(inOrder(flood, relaunch, aimed), { rules });
    const forgeries = of(found, 'forged-authority');
    expect(forgeries).toHaveLength(102);
    expect(forgeries.find(({ subject }) => subject === 'worker')).toMatchObject({ actor: 'planner' });
    expect(forgeries.find(({ count }) => count !== null)).toMatchObject({ actor: null, count: 9_900 });
    expect(of(found, 'unauthorised-relaunch')).toHaveLength(1);
  });
});

describe('a flood about one kill order', () => {
  it('does not bury a critical finding in a voice that is proven to be another', () => {
    const flood = Array.from({ length: 500 }, (_, index) =>
      killRescinded(`invented-${index}`, { at: 120_000 + index, order: 'kill/worker', ...mallory }),
    );
    const eve = { ...mallory, sender: 'eve', reporter: 'eve' };
    const other = killRescinded('worker', { at: '200s', ...eve });
    const forgeries = of(runTimeline(inOrder(relaunch, flood, other), { rules }), 'forged-authority');
    expect(forgeries.find(({ actor }) => actor === 'eve')).toMatchObject({
      order: 'kill/worker',
      count: null,
    });
    expect(forgeries.filter(({ actor }) => actor === 'mallory')).toHaveLength(20);
    expect(forgeries.find(({ count }) => count !== null)).toMatchObject({ count: 480, severity: 'critical' });
  });

  it('does not bury a relaunch that the platform saw under instances that agents made up', () => {
    const flood = Array.from({ length: 1_000 }, (_, index) =>
      started('worker', { at: at(index), instance: `made-up-${index}` }),
    );
    const found = of(runTimeline(inOrder(relaunch, flood), { rules }), 'unauthorised-relaunch');
    expect(found.filter(({ count }) => count === null)).toHaveLength(21);
    expect(found.find(({ actor }) => actor === 'planner')).toMatchObject({ severity: 'critical' });
  });
});

describe('what the ledger holds', () => {
  it('is bounded in bytes, and what is about a kill order is kept the longest', () => {
    const detector = createDetector({ rules, policy: policyOf({ rules: generous }) });
    const huge = 'x'.repeat(4_000);
    for (const one of relaunch.slice(0, 3)) detector.take(one);
    detector.take(
      started('worker', { at: '100s', instance: 'b', origin: 'platform', launchedBy: peer('p') }),
    );
    for (let index = 0; index < 20_000; index++) {
      const by = { kind: 'agent', id: `by-${index}` } as const;
      detector.take(
        telemetrySuppressed(`invented-${index}`, { at: 200_000 + index, origin: 'platform', by, how: huge }),
      );
      detector.findings();
    }
    detector.finish();
    const [fleet] = detector.snapshot().fleets;
    expect(fleet?.ledgerBytes).toBeLessThanOrEqual(64 * 1_048_576);
    const rest = [...(fleet?.findings.values() ?? [])];
    expect(rest.length).toBeGreaterThan(1_000);
    expect(rest.length).toBeLessThan(20_000);
    expect(rest.some(({ finding }) => finding.rule === 'unauthorised-relaunch')).toBe(true);
  });

  it('has at most 50 events and 64 KiB of each finding', () => {
    const wide = '\u00e9'.repeat(2_000);
    const reports = Array.from({ length: 100 }, (_, index) => ({
      ...statusReported('worker', { at: 120_000 + index, by: 'planner' }),
      host: wide.slice(0, 250),
      id: `${index}${wide}`,
    }));
    const found = runTimeline([...relaunch.slice(0, 3), ...reports, heartbeat('x', { at: '5m' })], { rules });
    const [masked] = of(found, 'masked-failure');
    expect(masked?.evidence.length).toBeLessThanOrEqual(50);
    expect(Buffer.byteLength(JSON.stringify(masked?.evidenceEvents))).toBeLessThanOrEqual(66_000);
    expect(masked?.evidence.length).toBeGreaterThan(5);
  });
});

const generous = {
  'telemetry-suppressed': { enabled: true, limits: { findingsPerSender: 1_000_000 } },
};
