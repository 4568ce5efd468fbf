import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentEventTypes } from './event-table.ts';
import { agentOf, instanceOf } from './identity.ts';
import { fromLogRecord, type LogRecord, toLogAttributes } from './log-attributes.ts';
import { parseAgentEvent } from './parse-agent-event.ts';
import type { IdentityMapping } from './policy.ts';

const TIME_MS = 1_700_000_000_000;

const eventOf = (record: Partial<LogRecord>, identity: IdentityMapping[] = []) => {
  const reading = fromLogRecord({ attributes: {}, resource: {}, timeMs: TIME_MS, ...record }, identity);
  if (reading.kind === 'drop') return reading.reason;
  const parsed = parseAgentEvent(reading.candidate, { origin: 'agent', observedTime: TIME_MS });
  return parsed.kind === 'event' ? parsed.event : parsed.reason;
};

const beat = { 'mortsafe.fleet': 'crew', 'mortsafe.sequence': 0, 'mortsafe.interval': 5_000 };
const heartbeat = {
  eventName: 'mortsafe.agent.heartbeat',
  attributes: { ...beat, 'mortsafe.agent': 'worker' },
};

describe('toLogAttributes', () => {
  it('writes nested fields joined by dots, in snake_case', () => {
    const event = eventOf({
      eventName: 'mortsafe.kill.ordered',
      attributes: {
        'mortsafe.fleet': 'crew',
        'mortsafe.order': 'o-1',
        'mortsafe.target.agents': ['worker'],
        'mortsafe.ordered_by.kind': 'person',
        'mortsafe.ordered_by.id': 'ann',
      },
    });
    if (typeof event === 'string') throw new Error(event);
    expect(toLogAttributes(event)).toMatchObject({
      eventName: 'mortsafe.kill.ordered',
      attributes: {
        'mortsafe.order': 'o-1',
        'mortsafe.target.agents': ['worker'],
        'mortsafe.ordered_by.kind': 'person',
        'mortsafe.ordered_by.id': 'ann',
        'mortsafe.deadline': 30_000,
      },
    });
  });

  it('names the agent for others too, and leaves to the door what is the door’s', () => {
    const event = eventOf(heartbeat);
    if (typeof event === 'string') throw new Error(event);
    const { attributes } = toLogAttributes(event);
    expect(attributes).toMatchObject({ 'mortsafe.agent': 'worker', 'gen_ai.agent.id': 'worker' });
    expect(Object.keys(attributes).join()).not.toMatch(/origin|sender|observed/);
  });
});

describe('fromLogRecord', () => {
  it('reads the event name that old SDKs wrote as an attribute', () => {
    const attributes = { ...heartbeat.attributes, 'event.name': 'mortsafe.agent.heartbeat' };
    expect(eventOf({ eventName: '', attributes })).toMatchObject({
      type: 'agent.heartbeat',
      agent: 'worker',
    });
  });

  it('drops what is no event of ours', () => {
    expect(eventOf({ eventName: 'session.start' })).toBe('not an agent event');
    expect(eventOf({})).toBe('not an agent event');
  });

  it('leaves unknown types to be counted', () => {
    expect(eventOf({ eventName: 'mortsafe.agent.danced' })).toBe('unknown type "agent.danced"');
  });

  it('takes 64-bit integers however a decoder writes them, and principals as one text', () => {
    const attributes = { ...heartbeat.attributes, 'mortsafe.sequence': '7', 'mortsafe.interval': 5_000n };
    expect(eventOf({ ...heartbeat, attributes })).toMatchObject({ sequence: 7, interval: 5_000 });
    const started = {
      'mortsafe.fleet': 'crew',
      'mortsafe.agent': 'w',
      'mortsafe.launched_by': 'agent:planner',
    };
    expect(eventOf({ eventName: 'mortsafe.agent.started', attributes: started })).toMatchObject({
      launchedBy: { kind: 'agent', id: 'planner' },
    });
  });

  it('lends an agent the instance and the host of its own process', () => {
    const resource = { 'service.instance.id': 'process-1', 'host.name': 'node-1' };
    expect(eventOf({ ...heartbeat, resource })).toMatchObject({ instance: 'process-1', host: 'node-1' });
    const attributes = { ...heartbeat.attributes, 'mortsafe.instance': 'worker-1' };
    expect(eventOf({ ...heartbeat, attributes, resource })).toMatchObject({ instance: 'worker-1' });
  });

  it('lends nobody the instance of the process that speaks about it', () => {
    const resource = { 'service.instance.id': 'process-of-planner', 'host.name': 'node-1' };
    const report = { 'mortsafe.fleet': 'crew', 'mortsafe.agent': 'worker', 'mortsafe.reporter': 'planner' };
    const event = eventOf({
      eventName: 'mortsafe.agent.status_reported',
      attributes: { ...report, 'mortsafe.status': 'healthy' },
      resource,
    });
    expect(event).toMatchObject({ agent: 'worker', reporter: 'planner' });
    expect(event).not.toHaveProperty('instance');
    expect(event).not.toHaveProperty('host');
  });

  it('does not take who passed an order on for whom it is about', () => {
    const attributes = {
      'mortsafe.fleet': 'crew',
      'mortsafe.order': 'o-1',
      'mortsafe.by': 'ann',
      'gen_ai.agent.id': 'x',
    };
    expect(eventOf({ eventName: 'mortsafe.kill.rescinded', attributes })).not.toHaveProperty('agent');
  });

  it('never throws', () => {
    const names = agentEventTypes.map((type) => `mortsafe.${type}`);
    const keys = Object.keys(heartbeat.attributes).concat(
      'mortsafe.by',
      'mortsafe.target.agents',
      'gen_ai.agent.id',
    );
    const attributes = fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), fc.anything());
    fc.assert(
      fc.property(fc.constantFrom(...names), attributes, attributes, (eventName, own, resource) => {
        eventOf({ eventName, attributes: own, resource });
      }),
    );
  });
});

describe('agentOf', () => {
  const all = {
    'mortsafe.agent': 'ours',
    'gen_ai.agent.name': 'name',
    'gen_ai.agent.id': 'id',
    'crew.role': 'Senior Writer',
  };
  const resource = { 'service.name': 'service' };
  const byRole = [{ attribute: 'crew.role', matches: '*Writer', agent: 'crew/{value}' }];

  it.each([
    [all, resource, byRole, 'ours'],
    [{ ...all, 'mortsafe.agent': undefined }, resource, byRole, 'crew/Senior Writer'],
    [{ ...all, 'mortsafe.agent': '' }, resource, [], 'name'],
    [{ 'gen_ai.agent.name': 'name', 'gen_ai.agent.id': 'id' }, {}, [], 'id'],
    [{ 'gen_ai.agent.name': 'name' }, {}, [], 'name'],
    [
      { 'crew.role': '$&{value}' },
      {},
      [{ attribute: 'crew.role', matches: '*', agent: '{value}' }],
      '$&{value}',
    ],
    [{}, resource, byRole, undefined],
    [{}, { 'mortsafe.agent': 'of the process' }, [], 'of the process'],
  ])('of %j and %j with %j is %s', (attributes, of, mappings, agent) => {
    expect(agentOf({ attributes, resource: of }, mappings)).toBe(agent);
  });

  it('reads no instance from what is no text', () => {
    expect(instanceOf({ attributes: { 'mortsafe.instance': 7 }, resource: {} })).toBeUndefined();
  });
});
