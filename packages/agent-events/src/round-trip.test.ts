import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentEvents } from './arbitrary.ts';
import { agentEventTypes } from './event-table.ts';
import { fromLogRecord, toLogAttributes } from './log-attributes.ts';
import { parseAgentEvent } from './parse-agent-event.ts';
import { serialiseAgentEvent } from './serialise-agent-event.ts';

const RUNS_PER_TYPE = 40;

describe.each(agentEventTypes)('%s', (type) => {
  it('read back from its own line is the same event', () => {
    fc.assert(
      fc.property(agentEvents([type]), (event) => {
        const line = serialiseAgentEvent(event);
        expect(line).not.toContain('\n');
        expect(parseAgentEvent(JSON.parse(line))).toEqual({ kind: 'event', event });
      }),
      { numRuns: RUNS_PER_TYPE },
    );
  });

  it('read back from an OpenTelemetry log record is the same event', () => {
    fc.assert(
      fc.property(agentEvents([type]), (event) => {
        const { time: timeMs, traceId, spanId, observedTime, origin, sender } = event;
        const record = { ...toLogAttributes(event), resource: {}, timeMs, traceId, spanId };
        const reading = fromLogRecord(record, []);
        if (reading.kind === 'drop') throw new Error(reading.reason);
        const door = { observedTime, origin, ...(sender === undefined ? {} : { sender }) };
        expect(parseAgentEvent(reading.candidate, door)).toEqual({ kind: 'event', event });
      }),
      { numRuns: RUNS_PER_TYPE },
    );
  });
});

describe('parseAgentEvent', () => {
  const judged = (value: unknown) => {
    const parsed = parseAgentEvent(value);
    if (parsed.kind === 'reject') {
      expect(parsed.reason).toMatch(/^[\x20-\x7e…\u00a0-\uffff]{1,400}$/);
    } else {
      expect(parseAgentEvent(JSON.parse(serialiseAgentEvent(parsed.event)))).toEqual(parsed);
    }
  };

  it('never throws, whatever it is given, and what it takes is canonical', () => {
    fc.assert(fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), judged), {
      numRuns: 2_000,
    });
  });

  it('never throws on an event with one thing put wrong', () => {
    const spoilt = fc
      .tuple(agentEvents(), fc.nat(), fc.oneof(fc.jsonValue(), fc.anything(), fc.constant('x'.repeat(5_000))))
      .map(([event, at, value]) => {
        const keys = Object.keys(event);
        return { ...event, [keys[at % keys.length]!]: value };
      });
    fc.assert(fc.property(spoilt, judged), { numRuns: 3_000 });
  });
});
