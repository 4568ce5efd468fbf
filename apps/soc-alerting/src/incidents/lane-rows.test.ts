import { describe, expect, it } from 'vitest';
import { killOrdered, linkOpened, started, statusReported, T0 } from '../testing/samples.ts';
import type { IncidentSummary } from './incident.ts';
import { laneRows } from './lane-rows.ts';

const incident = {
  ...{ subject: 'worker-3', aliases: [], actors: [{ id: 'planner', knownBy: null, rules: [] }] },
  ...{ instigators: [], group: [], order: 'order-1', zombieWindowMs: 3_100, firstTime: T0, lastTime: T0 },
} as unknown as IncidentSummary;

const entriesOf = (events: (typeof all)[number][]) =>
  events.map((event, at) => ({ key: String(at), time: event.observedTime, event, isEvidence: at !== 1 }));
const all = [
  killOrdered(),
  started('worker-3', 'worker-3-b', 5_000),
  linkOpened('worker-3', 'planner', 6_000),
  statusReported('worker-3', 'planner', 7_000),
];

describe('the lanes of an incident', () => {
  const rows = laneRows(incident, entriesOf(all));
  const told = rows.types.length;

  it('have a lane for each instance, people apart, the subject first', () => {
    expect(rows.lanes.map(({ agent, role }) => [agent, role])).toEqual([
      ['worker-3', 'subject'],
      ...rows.lanes.slice(1, -1).map(({ agent, role }) => [agent, role]),
      [null, 'control'],
    ]);
    expect(rows.lanes.map(({ role }) => role)).toContain('actor');
    expect(told).toBe(4);
  });

  it('have a place for each event in every column, and say with whom', () => {
    const { at, lane, type, with: others, evidence } = rows.events;
    for (const column of [at, lane, type, others, evidence]) expect(column).toHaveLength(4);
    expect(rows.from + (at[3] ?? 0)).toBe(all[3]?.observedTime);
    expect(evidence).toEqual([1, 0, 1, 1]);
    const agentAt = (place: number | undefined) => rows.lanes[place ?? -1]?.agent;
    expect(agentAt(others[0])).toBe('worker-3');
    expect(agentAt(others[2])).toBe('planner');
    expect([agentAt(lane[3]), agentAt(others[3])]).toEqual(['planner', 'worker-3']);
    expect(rows.types[type[3] ?? -1]).toBe('agent.status_reported');
  });

  it('say from when nothing of the subject may live, and until when it did', () => {
    const deadLine = rows.kill?.deadLine ?? 0;
    expect(rows.kill).toMatchObject({ order: 'order-1', livedUntil: deadLine + 3_100 });
  });

  it('are none where nothing is kept', () => {
    expect(laneRows(incident, [])).toMatchObject({ lanes: [], kill: null, events: { at: [] } });
  });
});
