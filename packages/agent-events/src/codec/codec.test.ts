import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentEvents } from '../arbitrary.ts';
import { agentEventTypes } from '../event-table.ts';
import type { AgentEvent } from '../events.ts';
import { parseAgentEvent } from '../parse-agent-event.ts';
import { encodeDoorsClosedAsJson, encodeEventsAsJson, encodeProgressAsJson } from './decode-json-lines.ts';
import { decodeMessage } from './decode-message.ts';
import { encodeProgress } from './door-progress.ts';
import { encodeDoorsClosed } from './doors-closed.ts';
import { encodeEvents } from './encode-events.ts';
import { fieldsByType } from './shape.ts';
import {
  codeOfField,
  codeOfType,
  unnumberedTypes,
  wireFields,
  wireOrigins,
  wireTypes,
} from './wire-codes.ts';

const FLEET = 'checkout';
const inFleet = (events: AgentEvent[]): AgentEvent[] => events.map((event) => ({ ...event, fleet: FLEET }));
const fleets = fc.array(agentEvents(), { maxLength: 40 }).map(inFleet);

const decoded = (messages: readonly Uint8Array[]): AgentEvent[] =>
  messages.flatMap((message) => {
    const read = decodeMessage(message);
    if (read.kind !== 'events') throw new Error(JSON.stringify(read));
    return read.events;
  });

const heartbeat = (number: number): AgentEvent => ({
  id: `beat-${number}`,
  type: 'agent.heartbeat',
  time: 1_800_000_000_000 + number,
  observedTime: 1_800_000_000_050 + number,
  origin: 'agent',
  fleet: FLEET,
  agent: `agent-${number % 100}`,
  instance: `agent-${number % 100}-a`,
  sequence: number,
  interval: 10_000,
});

describe.each(agentEventTypes)('%s', (type) => {
  it('is the same event when it has been compact', () => {
    fc.assert(
      fc.property(fc.array(agentEvents([type]), { minLength: 1, maxLength: 5 }), (events) => {
        const given = inFleet(events);
        expect(decoded(encodeEvents(FLEET, given))).toStrictEqual(given);
      }),
      { numRuns: 40 },
    );
  });
});

describe('messages of events', () => {
  it('give back what they were made of, in its order', () => {
    fc.assert(
      fc.property(fleets, (events) => {
        expect(decoded(encodeEvents(FLEET, events))).toStrictEqual(events);
        expect(decoded([encodeEventsAsJson(events)].filter(() => events.length > 0))).toEqual(events);
      }),
      { numRuns: 200 },
    );
  });

  it('hold 500 events at most, and are far shorter than JSON', () => {
    const events = Array.from({ length: 1_200 }, (_, number) => heartbeat(number));
    const messages = encodeEvents(FLEET, events);
    expect(messages).toHaveLength(3);
    expect(decoded(messages)).toStrictEqual(events);
    const bytes = messages.reduce((sum, { length }) => sum + length, 0);
    expect(bytes * 6).toBeLessThan(encodeEventsAsJson(events).length);
  });

  it('end early when events are large', () => {
    const large = Array.from({ length: 200 }, (_, number): AgentEvent => {
      const {
        sequence: _s,
        interval: _i,
        ...beat
      } = heartbeat(number) as AgentEvent & { type: 'agent.heartbeat' };
      return { ...beat, type: 'kill.refused', order: 'k', reason: `${number}${'x'.repeat(4_000)}` };
    });
    const messages = encodeEvents(FLEET, large);
    expect(messages.length).toBeGreaterThan(2);
    expect(Math.max(...messages.map(({ length }) => length))).toBeLessThan(270_000);
    expect(decoded(messages)).toStrictEqual(large);
  });

  it('are of one fleet', () => {
    expect(() => encodeEvents('another', [heartbeat(1)])).toThrow(TypeError);
  });
});

describe('messages of progress', () => {
  const doors = [
    { door: 'otlp_logs', partition: 3, partitions: 4, readUpTo: 1_800_000_000_000 },
    { door: 'mortsafe.control', partition: 0, partitions: 1, readUpTo: 0 },
  ];

  it('give back what they were made of', () => {
    expect(decodeMessage(encodeProgress(doors))).toStrictEqual({ kind: 'progress', doors });
    expect(decodeMessage(encodeProgressAsJson(doors))).toStrictEqual({ kind: 'progress', doors });
  });

  it('are rejected when a door has fewer parts than the one it tells of', () => {
    const wrong = [{ door: 'otlp_logs', partition: 4, partitions: 4, readUpTo: 1 }];
    expect(decodeMessage(encodeProgress(wrong)).kind).toBe('reject');
    expect(decodeMessage(encodeProgressAsJson(wrong)).kind).toBe('reject');
  });
});

describe('messages of closed doors', () => {
  const closed = { from: 1_800_000_000_000, to: 1_800_000_060_000 };

  it('give back what they were made of', () => {
    expect(decodeMessage(encodeDoorsClosed(closed))).toStrictEqual({ kind: 'closed', closed });
    expect(decodeMessage(encodeDoorsClosedAsJson(closed))).toStrictEqual({ kind: 'closed', closed });
  });

  it('are rejected when they end before they begin', () => {
    const turned = { from: closed.to, to: closed.from };
    expect(decodeMessage(encodeDoorsClosed(turned)).kind).toBe('reject');
    expect(decodeMessage(encodeDoorsClosedAsJson(turned)).kind).toBe('reject');
  });
});

describe('bytes of anybody', () => {
  const judged = (bytes: Uint8Array): void => {
    const read = decodeMessage(bytes);
    if (read.kind !== 'events') return;
    for (const event of read.events) expect(parseAgentEvent(event)).toEqual({ kind: 'event', event });
  };

  it('are rejected with a reason or are events that would be taken elsewhere', () => {
    const kinds = fc.constantFrom([1, 1], [1, 2], [1, 3], [0x7b], [2, 1], []);
    const anything = fc
      .tuple(kinds, fc.uint8Array({ maxLength: 200 }))
      .map(([head, rest]) => Uint8Array.from([...head, ...rest]));
    fc.assert(fc.property(anything, judged), { numRuns: 5_000 });
  });

  it('do no harm when they were a message and are damaged', () => {
    const damaged = fc
      .tuple(fleets, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }), fc.nat())
      .map(([events, changes, cut]) => {
        const message = encodeEvents(FLEET, [...events, heartbeat(1)])[0] as Buffer;
        for (const [at, byte] of changes) message[2 + (at % (message.length - 2))] = byte;
        return cut % 3 === 0 ? message.subarray(0, cut % message.length) : message;
      });
    fc.assert(fc.property(damaged, judged), { numRuns: 3_000 });
  });

  it('name what is wrong with them', () => {
    const reason = (...bytes: number[]) => decodeMessage(Uint8Array.from(bytes));
    expect(reason()).toEqual({ kind: 'reject', reason: 'the message is empty' });
    expect(reason(9, 1)).toEqual({ kind: 'reject', reason: 'version 9 is not known here' });
    expect(reason(1, 7)).toEqual({ kind: 'reject', reason: 'kind 7 is not known here' });
    expect(reason(1, 1)).toEqual({ kind: 'reject', reason: 'the message is truncated' });
  });
});

describe('numbers on the wire', () => {
  it('exist for every type and field', () => {
    expect(unnumberedTypes()).toEqual([]);
    for (const [type, { own }] of fieldsByType) {
      expect(codeOfType(type)).toBeLessThan(32);
      expect(own.length).toBeLessThanOrEqual(11);
      for (const field of [...own, ...own.flatMap(({ fields }) => fields)]) {
        if (field.name !== 'entry') expect(codeOfField(field.name)).toBeLessThan(256);
      }
    }
  });

  it('never change, for what is stored is read by them', () => {
    expect([wireTypes.length, wireTypes[2], wireTypes[27]]).toEqual([
      28,
      'agent.heartbeat',
      'standby.declared',
    ]);
    expect([wireFields.length, wireFields[6], wireFields.at(-1)]).toEqual([58, 'sequence', 'fleet']);
    expect(wireOrigins).toEqual(['agent', 'platform', 'control']);
    expect(encodeEvents(FLEET, [heartbeat(1)])[0]?.toString('hex')).toMatchInlineSnapshot(
      `"010101041e08060709636865636b6f7574626561742d316167656e742d316167656e742d312d610001050200060607010000e6c0e285e36863000001904e"`,
    );
  });
});
