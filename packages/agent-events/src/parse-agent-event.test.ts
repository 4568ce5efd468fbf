import { describe, expect, it } from 'vitest';
import type { Door } from './judge-event.ts';
import { parseAgentEvent } from './parse-agent-event.ts';

const beat = {
  id: 'b-1',
  type: 'agent.heartbeat',
  time: 1_700_000_000_000,
  origin: 'agent',
  fleet: 'crew',
  agent: 'worker',
  sequence: 0,
  interval: 5_000,
};
const order = {
  id: 'k-1',
  type: 'kill.ordered',
  time: 1_700_000_000_000,
  origin: 'control',
  fleet: 'crew',
  order: 'o-1',
  target: { agents: ['worker'] },
  orderedBy: { kind: 'person', id: 'ann' },
};
const door: Door = { origin: 'agent', observedTime: 1_700_000_000_500 };

const read = (value: unknown, by?: Door) => {
  const parsed = parseAgentEvent(value, by);
  if (parsed.kind === 'reject') throw new Error(parsed.reason);
  return parsed.event;
};
const reason = (value: unknown) => {
  const parsed = parseAgentEvent(value);
  return parsed.kind === 'reject' ? parsed.reason : 'it was taken';
};

describe('parseAgentEvent', () => {
  it('fills in the observed time, keeps known fields in one order and leaves unknown ones behind', () => {
    const event = read({ ...beat, colour: 'red' });
    expect(Object.keys(event)).toEqual([
      ...['id', 'type', 'time', 'observedTime', 'origin', 'fleet', 'agent', 'sequence', 'interval'],
    ]);
    expect(event.observedTime).toBe(beat.time);
  });

  it('fills in what a kill order leaves out', () => {
    expect(read(order)).toMatchObject({ scope: 'agent', level: 'mandatory', deadline: 30_000 });
  });

  it('takes null for absent', () => {
    expect(read({ ...beat, host: null, instance: null })).not.toHaveProperty('host');
  });

  describe.each([
    ['2023-11-14T22:13:20Z', 1_700_000_000_000],
    ['2023-11-14t22:13:20.9876z', 1_700_000_000_987],
    ['2023-11-15T00:13:20.5+02:00', 1_700_000_000_500],
    ['2023-11-14T18:43:20-03:30', 1_700_000_000_000],
    [1_700_000_000_000.75, 1_700_000_000_000],
  ])('the time %s', (time, timeMs) => {
    it('becomes epoch milliseconds', () => {
      expect(read({ ...beat, time }).time).toBe(timeMs);
    });
  });

  it('takes an assessment of the control plane that names no evaluator', () => {
    const assessed = { ...beat, type: 'agent.assessed', origin: 'control', score: 0.3 };
    expect(read(assessed)).toMatchObject({ type: 'agent.assessed', score: 0.3 });
  });

  it.each([
    ['2023-02-30T00:00:00Z'],
    ['2023-11-14T24:00:00Z'],
    ['2023-11-14T22:13:20'],
    ['2023-11-14T22:13:20.Z'],
    ['2023-13-01T00:00:00Z'],
    ['yesterday'],
    [-1],
    [1e300],
    [Number.NaN],
    [Date.UTC(2200, 0, 1) + 1],
    ['1969-12-31T23:59:59Z'],
    [{}],
  ])('refuses the time %s', (time) => {
    expect(reason({ ...beat, time })).toMatch(/^time must be RFC 3339 or epoch milliseconds/);
  });

  it.each([
    [{ sequence: -1 }, 'sequence must be a whole number from 0 to 9007199254740991, got -1'],
    [
      { sequence: '1' },
      'sequence must be a whole number from 0 to 9007199254740991, got a text of 1 characters',
    ],
    [{ interval: 0 }, 'interval must be milliseconds from 1 to 2592000000, got 0'],
    [{ agent: '' }, 'agent must be a text of 1 to 256 characters, got an empty text'],
    [{ agent: 'x'.repeat(257) }, 'agent must be a text of 1 to 256 characters, got a text of 257 characters'],
    [{ agent: undefined }, 'agent is missing'],
    [{ origin: 'above' }, 'origin must be one of agent, platform, control, got "above"'],
    [{ type: undefined }, 'type is missing'],
    [{ type: 'agent.danced' }, 'unknown type "agent.danced"'],
    [{ type: 'constructor' }, 'unknown type "constructor"'],
    [{ fleet: ['crew'] }, 'fleet must be a text of 1 to 256 characters, got a list of 1'],
  ])('says what is wrong with %j', (change, why) => {
    expect(reason({ ...beat, ...change })).toBe(why);
  });

  it.each([[null], [undefined], [1], ['{}'], [[beat]]])('refuses %j, which is no object', (value) => {
    expect(reason(value)).toBe('not an object');
  });

  it('repeats at most 80 characters of what it refuses', () => {
    expect(reason({ ...beat, type: 'x'.repeat(10_000) }).length).toBeLessThan(100);
    expect(reason({ ...beat, origin: '\u001b'.repeat(10_000) })).not.toContain('\u001b');
  });

  it.each([
    [{ scope: 'agent', target: { instances: ['w-1'] } }],
    [{ scope: 'agent', target: { agents: ['worker'], instances: ['w-1'] } }],
    [{ scope: 'instance', target: { agents: ['worker'] } }],
    [{ scope: 'fleet', target: { agents: ['worker'] } }],
    [{ scope: 'lineage', target: { fleet: true } }],
    [{ target: { agents: [] } }],
    [{ target: {} }],
    [{ scope: 'fleet', target: { fleet: false } }],
    [{ target: { agents: [''] } }],
    [{ target: undefined }],
  ])('refuses a kill order whose target is not what its scope counts: %j', (change) => {
    expect(reason({ ...order, ...change })).toMatch(/^target/);
  });

  it.each([
    [{ scope: 'instance', target: { instances: ['w-1'] } }],
    [{ scope: 'lineage', target: { agents: ['worker'] } }],
    [{ scope: 'fleet', target: { fleet: true } }],
  ])('takes a kill order of %j', (change) => {
    expect(read({ ...order, ...change })).toMatchObject(change);
  });

  it('names the part of a list or record that is to blame', () => {
    expect(reason({ ...order, orderedBy: { kind: 'robot', id: 'r' } })).toBe(
      'orderedBy.kind must be one of agent, controller, person, got "robot"',
    );
    expect(reason({ ...order, target: { agents: ['a', 7] } })).toBe(
      'target.agents[1] must be a text of 1 to 256 characters, got 7',
    );
    expect(reason({ ...order, orderedBy: { kind: 'person' } })).toBe('orderedBy.id is missing');
  });

  it.each([
    ['control', 'soc-1', { kind: 'person', id: 'soc-1' }],
    ['platform', 'deployment/web', { kind: 'controller', id: 'deployment/web' }],
    ['agent', 'planner', { kind: 'agent', id: 'planner' }],
    ['agent', 'person:ann', { kind: 'person', id: 'ann' }],
    ['control', 'urn:x', { kind: 'person', id: 'urn:x' }],
  ])('reads a principal that %s writes as %s', (origin, orderedBy, principal) => {
    expect(read({ ...order, origin, orderedBy })).toMatchObject({ orderedBy: principal });
  });

  it('refuses an authorisation that ends before it begins', () => {
    const authorised = { ...beat, type: 'relaunch.authorised', by: 'ann', notBefore: 2, notAfter: 1 };
    expect(reason(authorised)).toBe('notAfter must not be before notBefore');
    expect(read({ ...authorised, notAfter: 2 })).toMatchObject({ maxInstances: 1 });
  });

  it('makes lone surrogates well formed and keeps control characters', () => {
    expect(read({ ...beat, agent: 'a\ud800\u0007' })).toMatchObject({ agent: 'a\ufffd\u0007' });
  });

  it('refuses what is too deep or too large without walking it', () => {
    let deep: unknown = 'x';
    for (let i = 0; i < 50_000; i += 1) deep = { kind: deep };
    expect(reason({ ...order, orderedBy: deep })).toMatch(/^orderedBy\.kind must be one of/);
    expect(reason({ ...order, target: { agents: new Array(1_001).fill('a') } })).toBe(
      'target.agents must be a list of at most 1000 texts, got a list of 1001',
    );
  });
});

describe('parseAgentEvent at a door', () => {
  it('believes the door and not the payload', () => {
    const event = read(
      { ...beat, origin: 'control', sender: 'boss', observedTime: 1, fleet: 'other' },
      { ...door, fleet: 'crew' },
    );
    expect(event).toMatchObject({ origin: 'agent', observedTime: door.observedTime, fleet: 'crew' });
    expect(event).not.toHaveProperty('sender');
    expect(read(beat, { ...door, sender: 'worker' })).toMatchObject({ sender: 'worker' });
  });

  it('takes its own time where the producer claims none', () => {
    expect(read({ ...beat, time: undefined }, door).time).toBe(door.observedTime);
  });
});

describe('the id of an event that has none', () => {
  const unnamed = { ...beat, id: undefined };

  it('is the same whenever the same event is observed, and another for other content', () => {
    const first = read(unnamed, door).id;
    expect(read({ ...unnamed, observedTime: 9 }, { ...door, observedTime: 1_800_000_000_000 }).id).toBe(
      first,
    );
    expect(read({ ...unnamed, sequence: 1 }, door).id).not.toBe(first);
  });

  it('is the trace and the span of an activity', () => {
    const span = { ...unnamed, type: 'agent.activity', operation: 'chat', traceId: 't', spanId: 's' };
    expect(read(span).id).toBe('t:s');
  });

  it('tells records within one span apart', () => {
    const within = { ...unnamed, traceId: 't', spanId: 's' };
    expect(read(within).id).toMatch(/^t:s:/);
    expect(read(within).id).not.toBe(read({ ...within, sequence: 1 }).id);
  });
});
