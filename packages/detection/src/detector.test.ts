import { defaultPolicyEntry, emptyPolicy, type Finding } from '@mortsafe/agent-events';
import {
  heartbeat,
  killOrdered,
  killRescinded,
  runTimeline,
  START,
  started,
  statusReported,
} from '@mortsafe/testing';
import { describe, expect, it } from 'vitest';
import { createDetector, type DetectorState } from './detector.ts';
import { defineRule } from './rule.ts';

const everyBeat = defineRule({
  id: 'every-beat',
  title: 'A heartbeat',
  on: ['agent.heartbeat'],
  limits: {},
  detect: (event, fleet) => ({
    key: [event.agent],
    severity: 'low',
    subject: event.agent,
    summary: `${event.agent} beat at ${fleet.now - START}`,
    evidence: [event],
  }),
});

const beats = (...at: (number | string)[]) => at.map((time) => heartbeat('worker', { at: time }));
const run = (events: Parameters<typeof runTimeline>[0]) => runTimeline(events, { rules: [everyBeat] });

describe('the detector', () => {
  it('hears at once of a new finding, and of new evidence at most once a minute', () => {
    const detector = createDetector({ rules: [everyBeat], policy: emptyPolicy });
    const written: [number, number][] = [];
    for (const event of beats('0s', '10s', '50s', '70s', '75s', '200s')) {
      detector.take(event);
      for (const { revision, evidence } of detector.findings()) written.push([revision, evidence.length]);
    }
    expect(written).toEqual([
      [1, 1],
      [2, 3],
      [3, 5],
    ]);
    detector.finish();
    expect(detector.findings()).toMatchObject([{ revision: 4, evidence: { length: 6 } }]);
  });

  it('handles what comes later than the reorder window at the current time, and counts it', () => {
    const detector = createDetector({ rules: [everyBeat], policy: emptyPolicy });
    for (const event of [heartbeat('other', { at: '20s' }), heartbeat('worker', { at: '5s' })])
      detector.take(event);
    detector.finish();
    const late = detector.findings().find(({ subject }) => subject === 'worker');
    expect(late).toMatchObject({ summary: 'worker beat at 19000', firstTime: START + 5_000 });
    expect(detector.counts()).toMatchObject({ late: 1, events: 2 });
  });

  it('drops a repeat, also of an event that comes again with a later observed time', () => {
    const first = heartbeat('worker', { at: '1s', id: 'same' });
    const again = heartbeat('worker', { at: '9m', id: 'same' });
    expect(run([first, again])).toMatchObject([{ evidence: { length: 1 }, lastTime: START + 1_000 }]);
  });

  it('keeps apart equal ids of different senders', () => {
    const events = ['a', 'b'].map((sender) => heartbeat(sender, { at: '1s', id: 'same', sender }));
    expect(run(events)).toHaveLength(2);
  });

  it('recognises a repeated authority event for ever', () => {
    const events = [
      killOrdered('worker', { at: '1s', id: 'kill-1' }),
      killRescinded('worker', { at: '2s' }),
      killOrdered('worker', { at: '90d', id: 'kill-1', order: 'another' }),
    ];
    const detector = createDetector({ rules: [], policy: emptyPolicy });
    for (const event of events) detector.take(event);
    detector.finish();
    expect(detector.counts()).toMatchObject({ duplicates: 1, events: 2 });
  });

  it('moves time for a silent fleet by ticks', () => {
    const woken: number[] = [];
    const alarm = defineRule({
      id: 'alarm',
      title: 'An alarm',
      on: ['agent.started'],
      limits: {},
      detect(_event, fleet) {
        fleet.wakeAt(fleet.now + 30_000, []);
        return undefined;
      },
      wake(_key, fleet) {
        woken.push(fleet.now - START);
        return undefined;
      },
    });
    const detector = createDetector({ rules: [alarm], policy: emptyPolicy });
    detector.take(started('worker', { at: '1s' }));
    detector.tick(START + 31_000);
    expect(woken).toEqual([]);
    detector.tick(START + 60_000);
    expect(woken).toEqual([31_000]);
  });

  it('does not count silence from before the agents’ door opened again', () => {
    const fellSilent = defineRule({
      id: 'fell-silent',
      title: 'Silence',
      on: [],
      limits: {},
      silence: ({ launch, lastEvent }, fleet) => ({
        key: [...launch, fleet.now],
        severity: 'low',
        subject: launch[0],
        summary: `${launch[0]} is silent since ${fleet.now - START}`,
        evidence: [lastEvent],
      }),
    });
    const detector = createDetector({ rules: [fellSilent], policy: emptyPolicy });
    for (const event of beats('0s', '10s')) detector.take(event);
    detector.reopen(START + 600_000);
    detector.tick(START + 630_000);
    expect(detector.findings()).toEqual([]);
    detector.tick(START + 640_000);
    expect(detector.findings()).toMatchObject([{ summary: 'worker is silent since 630000' }]);
  });

  it('goes on from a snapshot as if nothing had happened, and refuses one it cannot read', () => {
    const detector = createDetector({ rules: [everyBeat], policy: emptyPolicy });
    detector.take(heartbeat('worker', { at: '1s' }));
    const state = structuredClone(detector.snapshot());
    const restored = createDetector({ rules: [everyBeat], policy: emptyPolicy }, state);
    restored.finish();
    expect(restored.findings()).toMatchObject([{ subject: 'worker' }]);
    const foreign = { ...state, version: 99 } as unknown as DetectorState;
    expect(() => createDetector({ rules: [], policy: emptyPolicy }, foreign)).toThrow('version 99');
  });

  it('lists twenty findings of one rule under one order and counts the rest in one more', () => {
    const perReport = defineRule({
      id: 'per-report',
      title: 'A report',
      on: ['agent.status_reported'],
      limits: {},
      detect(event, fleet) {
        const [order] = fleet.ordersOver('worker');
        return {
          key: [event.reporter],
          severity: 'high',
          subject: 'worker',
          summary: `${event.reporter} reported`,
          evidence: [event],
          ...(order && { order }),
        };
      },
    });
    const reports = Array.from({ length: 25 }, (_, i) =>
      statusReported('worker', { at: 2_000 + i, by: `peer-${i}` }),
    );
    const again = statusReported('worker', { at: 3_000, by: 'peer-24' });
    const findings = runTimeline([killOrdered('worker', { at: '1s' }), ...reports, again], {
      rules: [perReport],
    });
    expect(findings).toHaveLength(21);
    expect(findings.find(({ count }) => count !== null)).toMatchObject({ count: 5, order: 'kill/worker' });
  });

  it('switches a rule off, and takes its numbers, by policy', () => {
    const limited = defineRule({
      id: 'limited',
      title: 'A number',
      on: ['agent.heartbeat'],
      limits: { bound: 1 },
      detect: (event, _fleet, { bound }) => ({
        key: [event.id],
        severity: 'low',
        subject: event.agent,
        summary: `bound ${bound}`,
        evidence: [event],
      }),
    });
    const summaries = (
      rules: Record<string, { enabled: boolean; limits: Record<string, number> }>,
      agents = '*',
    ) =>
      runTimeline(beats('1s'), {
        rules: [limited],
        policy: { fleets: [{ ...defaultPolicyEntry, agents, rules }] },
      }).map(({ summary }: Finding) => summary);
    expect(summaries({})).toEqual(['bound 1']);
    expect(summaries({ limited: { enabled: true, limits: { bound: 7 } } })).toEqual(['bound 7']);
    expect(summaries({ limited: { enabled: true, limits: { bound: 7 } } }, 'another')).toEqual(['bound 1']);
    expect(summaries({ limited: { enabled: false, limits: {} } })).toEqual([]);
  });
});
