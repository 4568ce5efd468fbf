import { z } from 'zod';
import { wireProblem } from './wire-parts.ts';

/**
 * What entered by a door, or by one partition of it, within a minute: all of it, or what is of one fleet. One that tells
 * of a minute that is not over is followed by others of the same minute. Times are epoch milliseconds.
 */
export interface DoorMinute {
  /** Of a listener, or the topic. What waits for the rules is told by the name of what they read. */
  door: string;
  partition: number;
  /** Absent: the whole door, with what could not be read and is nobody's. */
  fleet?: string | undefined;
  /** When it began. */
  minute: number;
  /** Until when it was counted. */
  until: number;
  events: number;
  /** What senders say that they lost on the way. */
  lost: number;
  /** What could not be read, by reason; of the whole door alone. */
  rejected?: Record<string, number> | undefined;
  /** What was understood and left out, since it is about no agent, by reason; of the whole door alone. */
  dropped?: Record<string, number> | undefined;
  /** Messages that wait to be read, where somebody knows. */
  lag?: number | undefined;
  /** By how much clocks of senders were ahead of ours, among some of the events; behind is negative. */
  skew?: { medianMs: number; worstMs: number } | undefined;
}

export type ParsedDoorMinute =
  | { kind: 'door-minute'; minute: DoorMinute }
  | { kind: 'reject'; reason: string };

const VERSION = 1;
const name = z.string().min(1).max(256);
const count = z.int().min(0);
const reasons = z.record(z.string().max(256), count);
const wire = z.object({
  entered: z.object({
    v: z.literal(VERSION),
    door: name,
    partition: count,
    fleet: name.optional(),
    minute: count,
    until: count,
    events: count,
    lost: count,
    rejected: reasons.optional(),
    dropped: reasons.optional(),
    lag: count.optional(),
    skew: z.object({ medianMs: z.number(), worstMs: z.number() }).optional(),
  }),
});

/** One line for another service: `{"entered": {"v": 1, …}}`. */
export const serialiseDoorMinute = (minute: DoorMinute): string =>
  JSON.stringify({ entered: { v: VERSION, ...minute } });

/** Reads a line that `serialiseDoorMinute` wrote. Never throws. */
export function parseDoorMinute(line: string): ParsedDoorMinute {
  try {
    const read = wire.safeParse(JSON.parse(line));
    if (!read.success) return { kind: 'reject', reason: wireProblem(read.error, 'minute of a door') };
    const { v: _v, ...minute } = read.data.entered;
    return { kind: 'door-minute', minute };
  } catch {
    return { kind: 'reject', reason: 'not JSON' };
  }
}
