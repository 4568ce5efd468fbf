import { type AgentEvent, emptyPolicy, parsePolicy } from '@mortsafe/agent-events';
import type { DoorPass } from '../../source.ts';
import { type FromSensor, sensorDecoder } from './sensor-decoder.ts';

/** 2026-03-02T10:00:00.000Z */
export const START = Date.UTC(2026, 2, 2, 10);
export const at = (seconds: number): string => new Date(START + 1_000 * seconds).toISOString();

export function policyOf(yaml: string) {
  const parsed = parsePolicy(yaml, 'policy.yaml');
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
}

/** A door that hears records, each so many seconds after the start. */
export function hearing(yaml?: string, pass: DoorPass = { origin: 'platform' }) {
  const decode = sensorDecoder(yaml === undefined ? emptyPolicy : policyOf(yaml));
  const hear = (seconds: number, ...records: object[]): FromSensor =>
    decode({
      bytes: Buffer.from(records.map((record) => JSON.stringify(record)).join('\n')),
      ...{ position: 'p', pass },
      observedTime: START + 1_000 * seconds,
    });
  return {
    hear,
    /** The events alone; fails where anything was rejected. */
    events(seconds: number, ...records: object[]): AgentEvent[] {
      const { events, rejections } = hear(seconds, ...records);
      if (rejections.length > 0) throw new Error(JSON.stringify(rejections));
      return events;
    },
  };
}
