import type { AgentHeartbeat, AgentStarted } from '@mortsafe/agent-events';
import { activity, heartbeat, killOrdered, START, started } from '@mortsafe/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Agents, createSavedAgents } from './agents.ts';
import { createRecord } from './create-record.ts';
import type { AgentRecord, Launch } from './records.ts';

const KEY = [1, 2] as const;
const FLEET = heartbeat('worker', { at: '0s' }).fleet;
const beatAt = (second: number, more: object = {}): AgentHeartbeat => ({
  ...(heartbeat('worker', { at: `${second}s`, id: `beat-${second}` }) as AgentHeartbeat),
  instance: 'worker-1',
  sequence: second,
  interval: 1_000,
  ...more,
});

/** A launch that has beaten twice, and is steady. */
function steadyLaunch(): Launch {
  const first = beatAt(3);
  const last = beatAt(4);
  return {
    ...{ agent: 'worker', instance: 'worker-1', number: 0, step: 7, host: first.host, beatHost: first.host },
    ...{ firstSeen: first.observedTime, claimedStart: first.time, firstEvent: first, starts: [] },
    ...{ lastSign: last.observedTime, lastOwn: last.observedTime, lastBeat: last.observedTime },
    ...{ lastOwnEvent: last, beatId: last.id, interval: 1_000, hasBeaten: true, sequences: [[3, 4]] },
    ...{ stop: undefined, beliedStop: undefined, launcher: undefined, leave: [] },
    ...{ watched: true, armed: true, silent: false, gap: undefined, shown: undefined },
  };
}

function steadyRecord(launch = steadyLaunch()): AgentRecord {
  const { firstSeen, step } = launch;
  return { ...createRecord('worker'), firstSeen, step, launches: [launch], launchCount: 1 };
}

type Change = (record: AgentRecord, launch: Launch) => void;

/** What may be known of an agent besides. Each alone must not be lost, nor any together. */
const changes: Change[] = [
  (record) => record.orders.push('kill-1'),
  (record) => record.launched.push('other'),
  (record) => record.bereavedBy.push('kill-1/other'),
  (record) => (record.startSeenByPlatform = true),
  (record) => (record.fingerprint = { memory: 'm' }),
  (record) =>
    (record.links = new Map([['peer', { since: 1, closedAt: undefined, own: true, cut: undefined }]])),
  (record) => (record.compromisedBy = killOrdered('worker', { at: '0s' })),
  (record) => (record.launchCount = 2),
  (record) => (record.firstSeen = START - 5),
  (record) => (record.launches = [{ ...steadyLaunch(), number: 0, step: 3 }, ...record.launches]),
  (_, launch) => launch.starts.push({ at: 1, event: started('worker', { at: '0s' }) as AgentStarted }),
  (_, launch) => (launch.lastOwnEvent = activity('worker', { at: '5s' })),
  (_, launch) => (launch.lastOwnEvent = { ...beatAt(4), traceId: 't' }),
  (_, launch) => (launch.lastOwnEvent = undefined),
  (_, launch) => (launch.lastOwnEvent = { ...beatAt(4), sender: 'worker' }),
  (_, launch) => (launch.firstEvent = { ...beatAt(3), sender: 'worker' }),
  (_, launch) => (launch.firstEvent = { ...beatAt(3), interval: 9 }),
  (_, launch) => (launch.claimedStart -= 1_000),
  (_, launch) => (launch.lastOwn += 500),
  (_, launch) => (launch.lastSign += 700),
  (_, launch) => launch.sequences.unshift([0, 1]),
  (_, launch) => launch.leave.push('kill-1'),
  (_, launch) => (launch.silent = true),
  (_, launch) => (launch.armed = false),
  (_, launch) => (launch.host = 'elsewhere'),
  (_, launch) => (launch.shown = beatAt(2)),
];

function agentsOf(record: AgentRecord): Agents {
  const agents = new Agents(FLEET, createSavedAgents(), KEY);
  agents.add(record);
  agents.settle();
  return agents;
}

describe('agents', () => {
  it('give back every record as it was, also from a checkpoint', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(changes.length - 1), { maxLength: 4 }), (chosen) => {
        const record = steadyRecord();
        for (const index of chosen) changes[index]!(record, record.launches.at(-1)!);
        const before = structuredClone(record);
        const agents = agentsOf(record);
        expect(new Agents(FLEET, structuredClone(agents.saved), KEY).get('worker')).toEqual(before);
        expect(agents.get('worker')).toEqual(before);
        agents.settle();
        expect(agents.get('worker')).toEqual(before);
      }),
    );
  });

  it('keep no record of one of whom there is nothing to say but its heartbeats', () => {
    expect(agentsOf(steadyRecord()).saved.seats.get('worker')?.record).toBeUndefined();
  });

  it('give the same record out until they are settled', () => {
    const agents = agentsOf(steadyRecord());
    expect(agents.get('worker')).toBe(agents.get('worker'));
  });

  it('take the next heartbeat without a record, and know it afterwards', () => {
    const agents = agentsOf(steadyRecord());
    const next = beatAt(5);
    expect(agents.takeBeat(next, next.observedTime)).toBe(true);
    expect(agents.saved.seats.get('worker')?.record).toBeUndefined();
    const [launch] = agents.get('worker')!.launches;
    expect(launch).toMatchObject({ lastOwnEvent: next, lastSign: next.observedTime, sequences: [[3, 5]] });
  });

  it.each([
    ['is not the next', { sequence: 7 }],
    ['comes from another host', { host: 'elsewhere' }],
    ['is of another launch', { instance: 'worker-2' }],
    ['has another rhythm', { interval: 2_000 }],
    ['claims to be older than the last', { time: START }],
    ['is spoken by another', { reporter: 'other' }],
    ['has the id of the last', { id: 'beat-4' }],
    ['belongs to a trace', { spanId: 's' }],
  ])('leave a heartbeat to be painted that %s', (_, more) => {
    const agents = agentsOf(steadyRecord());
    const next = beatAt(5, more);
    expect(agents.takeBeat(next, next.observedTime)).toBe(false);
    expect(agents.get('worker')).toEqual(steadyRecord());
  });

  it('use the row of an agent that was forgotten, and nothing of what was in it', () => {
    const agents = agentsOf(steadyRecord());
    const row = agents.rowOf('worker');
    agents.delete('worker');
    expect(agents.launchAt(row!, 7)).toBeUndefined();
    agents.add(createRecord('other'));
    agents.settle();
    expect(agents.rowOf('other')).toBe(row);
    expect(agents.get('other')).toEqual(createRecord('other'));
    expect([...agents.values()].map(({ id }) => id)).toEqual(['other']);
  });
});
