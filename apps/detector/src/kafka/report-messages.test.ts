import { emptyPolicy, parseFinding, parseSeenAgent } from '@mortsafe/agent-events';
import { createDetector } from '@mortsafe/detection';
import { rules } from '@mortsafe/rules';
import { describe, expect, it } from 'vitest';
import { secretHashKey } from '../secret-hash-key.ts';
import { takeReport } from '../take-report.ts';
import { killed, started, stopped } from '../testing/stories.ts';
import { reportMessages } from './report-messages.ts';
import { defaultTopicNames } from './topics.ts';

/** A killed agent is back. */
function relaunch() {
  const detector = createDetector({ rules, policy: emptyPolicy, hashKey: secretHashKey() });
  let at = Date.parse('2026-03-01T12:00:00Z');
  const story = [
    started('crew', 'worker', 'w-1'),
    killed('crew', 'worker'),
    stopped('crew', 'worker', 'w-1'),
    started('crew', 'worker', 'w-2'),
  ];
  for (const event of story) {
    at += 1_000;
    detector.take({ ...event, time: at, observedTime: at });
  }
  detector.tick(at + 60_000);
  const report = takeReport(detector);
  if (!report) throw new Error('nothing was found');
  return report;
}

const textOf = ({ value }: { value: Buffer | null }): string => value?.toString() ?? '';

describe('the messages of a report', () => {
  it('tell a finding as OCSF beside our own, where a topic for it is named', () => {
    const report = relaunch();
    const of = (
      topic: string,
      messages = reportMessages(report, { ...defaultTopicNames, ocsf: 'ocsf' }, '1.9.0'),
    ) => messages.filter((message) => message.topic === topic);
    const [ours, others] = [of(defaultTopicNames.findings), of('ocsf')];
    expect(ours.length).toBeGreaterThan(0);
    expect(others.map(({ key }) => key)).toEqual(ours.map(({ key }) => key));
    expect(parseFinding(textOf(ours[0]!)).kind).toBe('finding');
    expect(JSON.parse(textOf(others[0]!))).toMatchObject({ class_uid: 2004, metadata: { version: '1.9.0' } });
    expect(of('ocsf', reportMessages(report, defaultTopicNames))).toEqual([]);
  });

  it('take an agent back who is gone', () => {
    const seen = { fleet: 'crew', agent: 'worker', killed: false, lastSign: 1 };
    const there = { ...seen, instances: [{ instance: 'w-1', state: 'alive' as const, lastSign: 1 }] };
    const agents = [there, { ...seen, instances: [] }];
    const [one, gone] = reportMessages({ findings: [], acts: [], orders: [], agents }, defaultTopicNames);
    expect(parseSeenAgent(textOf(one!))).toEqual({ kind: 'seen-agent', agent: there });
    expect(gone).toEqual({ topic: 'mortsafe.fleet', key: one?.key, value: null });
  });
});
