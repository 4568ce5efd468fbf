import { emptyPolicy } from '@mortsafe/agent-events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DoorTopic, defaultDoorTopics, doorDecoder } from './door-topics.ts';
import type { KafkaDelivery } from './kafka-reader.ts';

const NOW = 1_800_000_000_000;
const delivery = (body: Uint8Array | string): KafkaDelivery => ({
  position: 'topic/0@7',
  offset: 7,
  observedTime: NOW,
  key: null,
  body: Buffer.from(body),
});
const decode = doorDecoder(defaultDoorTopics, emptyPolicy);
const stopped = {
  id: 's',
  type: 'agent.stopped',
  fleet: 'f',
  agent: 'a',
  reason: 'killed',
  sender: 'forged',
};

describe('a door of events', () => {
  it('gives every line its own origin and time, and takes no sender from what it says', () => {
    const line = JSON.stringify({ ...stopped, origin: 'agent', observedTime: 1 });
    const { events, rejections } = decode('mortsafe.platform', delivery(`${line}\n\n${line}\n`));
    expect(rejections).toEqual([]);
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({ origin: 'platform', observedTime: NOW });
    expect(events[0]).not.toHaveProperty('sender');
  });

  it('drops what a newer producer says, and rejects what is broken with its place and bytes', () => {
    const found = decode(
      'mortsafe.control',
      delivery('{"type":"agent.dreamt"}\n{"type":"kill.ordered"}\n[1]\nx'),
    );
    expect(found.drops).toEqual(['unknown type']);
    expect(found.rejections.map(({ position }) => position)).toEqual([
      'topic/0@7#1',
      'topic/0@7#2',
      'topic/0@7#3',
    ]);
    expect(Buffer.from(found.rejections[2]?.bytes ?? []).toString()).toBe('x');
  });

  it('speaks for its own fleets alone', () => {
    const door: DoorTopic = { topic: 't', pass: { origin: 'platform', fleets: ['g-*'] }, format: 'events' };
    const { rejections } = doorDecoder([door], emptyPolicy)('t', delivery(JSON.stringify(stopped)));
    expect(rejections[0]?.reason).toBe('fleet not allowed for this credential');
  });
});

describe('a door of sensors', () => {
  const docker = {
    ...{ Type: 'container', Action: 'start', time: NOW / 1_000 },
    Actor: { ID: 'a'.repeat(64), Attributes: { 'mortsafe.dev/agent': 'a' } },
  };
  const both = `${JSON.stringify(docker)}\n${JSON.stringify(stopped)}`;

  it('understands them all where none is named, and our own events besides', () => {
    const { events } = decode('mortsafe.platform', delivery(both));
    expect(events).toMatchObject([
      { type: 'agent.started', origin: 'platform', observedTime: NOW },
      { type: 'agent.stopped', origin: 'platform', observedTime: NOW },
    ]);
  });

  it('understands the one that is named, and our own events, in which the canary beats', () => {
    const door: DoorTopic = { topic: 't', pass: { origin: 'platform' }, format: 'sensors falco' };
    const { events, drops } = doorDecoder([door], emptyPolicy)('t', delivery(both));
    expect(events).toMatchObject([{ type: 'agent.stopped' }]);
    expect(drops).toEqual(['not in the words of falco']);
  });
});

describe('a door of OTLP', () => {
  it('keeps no byte of what cannot be taken apart, for it may be content', () => {
    const found = decode('otlp_logs', delivery(' {"resourceLogs": "a prompt"'));
    expect(found.rejections).toEqual([
      { reason: 'not valid JSON', position: 'topic/0@7', bytes: new Uint8Array() },
    ]);
  });

  it('says so when a message holds nothing', () => {
    expect(decode('otlp_spans', delivery('')).rejections[0]?.reason).toBe('the message is empty');
  });
});

describe('any door', () => {
  it('never throws, and answers for what it was given', () => {
    const topics = fc.constantFrom(...defaultDoorTopics.map(({ topic }) => topic));
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map((json) => Buffer.from(json)),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(topics, bodies, (topic, body) => {
        const { events, rejections, drops } = decode(topic, delivery(body));
        for (const event of events) expect(event.observedTime).toBe(NOW);
        for (const { bytes } of rejections) expect(bytes.length).toBeLessThanOrEqual(4_096);
        expect([...events, ...rejections, ...drops].length).toBeLessThanOrEqual(10_000);
      }),
      { numRuns: 500 },
    );
  });

  it('is one that is known', () => {
    expect(() => decode('elsewhere', delivery('{}'))).toThrow(TypeError);
  });
});
