import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../events.ts';
import { decodeMessage, readMessage } from './decode-message.ts';
import { encodeEvents } from './encode-events.ts';
import type { EventBatch } from './event-batch.ts';

const FLEET = 'checkout';
const NOW = Date.UTC(2026, 0, 1);
const name = fc.constantFrom('a', 'worker', 'a b', 'x'.repeat(256));
const beats = fc
  .array(
    fc.record({
      id: fc.string({ minLength: 1, maxLength: 40 }).map((text) => text.replace(/[^ -~]/g, '?')),
      ...{ time: fc.nat(1_000), observedTime: fc.nat(1_000), agent: name, instance: name },
      ...{ sequence: fc.maxSafeNat(), interval: fc.integer({ min: 1, max: 60_000 }) },
      sender: fc.constantFrom(undefined, 'itself', 'another'),
      host: fc.option(name, { nil: undefined }),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((all) =>
    all.map(({ sender, host, time, observedTime, ...beat }): AgentEvent & { type: 'agent.heartbeat' } => ({
      ...{ ...beat, type: 'agent.heartbeat', origin: 'agent', fleet: FLEET },
      ...{ time: NOW + time, observedTime: NOW + observedTime },
      ...(sender !== undefined && { sender: sender === 'itself' ? beat.agent : sender }),
      ...(host !== undefined && { host }),
    })),
  );

function batchOf(events: readonly AgentEvent[]): EventBatch {
  const [message] = encodeEvents(FLEET, events) as [Buffer];
  const read = readMessage(message);
  if (read.kind !== 'events') throw new Error(JSON.stringify(read));
  return read.batch;
}

describe('a batch of heartbeats', () => {
  it('keeps nothing of its message once it is detached', () => {
    fc.assert(
      fc.property(beats, (given) => {
        const [message] = encodeEvents(FLEET, given) as [Buffer];
        const read = readMessage(message);
        if (read.kind !== 'events') throw new Error(JSON.stringify(read));
        const detached = read.batch.detached();
        message.fill(0);
        expect(detached.eventsFrom(0)).toStrictEqual(given);
      }),
    );
  });

  it('keeps nothing of its message where none of them is in columns', () => {
    fc.assert(
      fc.property(beats, (given) => {
        const batch = batchOf(given.map((event) => ({ ...event, sender: 'somebody else' })));
        expect(batch.beats).toBeUndefined();
      }),
    );
  });

  it('makes objects only of those that somebody else sent, and any when it is asked to', () => {
    fc.assert(
      fc.property(beats, (given) => {
        const batch = batchOf(given);
        for (const [at, event] of given.entries()) {
          expect(batch.objectAt(at) === undefined).toBe((event.sender ?? event.agent) === event.agent);
          expect(batch.eventAt(at)).toStrictEqual(event);
          expect(batch.times[at]).toBe(event.observedTime);
          if (batch.objectAt(at) === undefined) expect(batch.beatIdAt(at)).toBe(event.id);
        }
      }),
    );
  });

  it('is of objects where a text of the message is not ASCII', () => {
    const [beat] = fc.sample(beats, 1)[0] as [AgentEvent];
    const given = [beat, { ...beat, agent: 'prüfer' }];
    const batch = batchOf(given);
    expect(given.map((_, at) => batch.objectAt(at))).toStrictEqual(given);
  });

  it('is refused whole for one that is out of bounds', () => {
    const [beat] = fc.sample(beats, 1)[0] as [AgentEvent];
    const wrong = [{ interval: 0 }, { interval: 1e12 }, { id: '' }, { host: 'x'.repeat(257) }, { time: -1 }];
    for (const change of wrong) {
      const [message] = encodeEvents(FLEET, [beat, { ...beat, ...change } as AgentEvent]) as [Buffer];
      expect(decodeMessage(message).kind, JSON.stringify(change)).toBe('reject');
    }
  });
});
