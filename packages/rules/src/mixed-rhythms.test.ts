import type { AgentEvent } from '@mortsafe/agent-events';
import { activity, heartbeats, ms, runTimeline, START } from '@mortsafe/testing';
import { describe, expect, it } from 'vitest';
import { rules } from './index.ts';

/** Heard from 0 s to `until`, and again from `from` on. */
const heard = (id: string, every: string, offset: number, until: string, from?: string): AgentEvent[] => {
  const own = { instance: id, every };
  const before = heartbeats(id, { from: offset, to: until, ...own });
  if (from === undefined) return before;
  const after = heartbeats(id, { from: ms(from) + offset, to: '60m', ...own });
  return [...before, ...after.map((beat, index) => ({ ...beat, sequence: before.length + index + 1 }))];
};
const robots = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6'];
const eyes = ['v1', 'v2', 'v3', 'v4', 'v5', 'v6'];
const talkers = ['l1', 'l2', 'l3', 'l4', 'l5', 'l6', 'l7', 'l8', 'l9', 'l10', 'l11', 'l12'];
const crew = (until: string, from?: string) => [
  robots.map((id, index) => heard(id, '1s', 100 * index, until, from)),
  eyes.map((id, index) => heard(id, '10s', 1_300 * index, until, from)),
  talkers.map((id, index) =>
    heard(id, index % 2 ? '60s' : '600s', (index % 2 ? 4_000 : 45_000) * index, until, from),
  ),
];
const found = (...events: unknown[]) =>
  runTimeline(
    (events.flat(4) as AgentEvent[]).sort((a, b) => a.observedTime - b.observedTime),
    { rules },
  ).map(({ rule, count, subject }) => ({ rule, count, subject }));

describe('an outage of a fleet in which some beat a thousand times as fast as others', () => {
  it('is told as such before any gap is certain', () => {
    expect(found(crew('800s', '1040s'))).toMatchObject([{ rule: 'telemetry-outage' }]);
  });

  it('explains also those who are missed long after the others, while it lasts', () => {
    const findings = found(crew('800s'), activity('sensor', { at: '55m', origin: 'platform' }));
    expect(findings).toMatchObject([{ rule: 'telemetry-outage', count: 24 }]);
  });

  it('is told when it is too short for the slow to be missed', () => {
    expect(found(crew('800s', '822s'))).toMatchObject([{ rule: 'telemetry-outage' }]);
  });

  it('explains nobody who falls silent after it', () => {
    const events = crew('800s', '860s').flat(2) as AgentEvent[];
    const gone = START + ms('920s');
    const heardOn = events.filter(({ agent, observedTime }) => agent !== 'l2' || observedTime <= gone);
    expect(found(heardOn)).toMatchObject([
      { rule: 'telemetry-outage' },
      { rule: 'telemetry-gap', subject: 'l2' },
    ]);
  });
});

describe('fast agents that fall silent', () => {
  const slow = (to: string) => talkers.map((id, index) => heard(id, '60s', 5_000 * index, to));
  const fast = robots.map((id, index) => heard(id, '1s', 100 * index, '300s'));

  it('have gaps where the slow are heard', () => {
    expect(found(fast, slow('600s')).map(({ rule }) => rule)).toEqual(robots.map(() => 'telemetry-gap'));
  });

  it('wait for the word of the slow where there is none yet, and then have their gaps', () => {
    const rare = talkers.map((id, index) => heard(id, '600s', 100_000 + 10_000 * index, '60m'));
    expect(
      found(fast, rare, activity('sensor', { at: '50m', origin: 'platform' })).map(({ rule }) => rule),
    ).toEqual(robots.map(() => 'telemetry-gap'));
  });
});
