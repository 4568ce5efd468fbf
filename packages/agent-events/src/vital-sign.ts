import { z } from 'zod';

/** What falls silent when something is broken: the detector itself, a door, a sensor, or all agents of a fleet. */
export const vitalKinds = ['detector', 'door', 'sensor', 'fleet'] as const;
export type VitalKind = (typeof vitalKinds)[number];

/** When somebody was last heard, by the detector. */
export interface VitalSign {
  kind: VitalKind;
  /** Of the door, the sensor or the fleet; `detector`. */
  name: string;
  /** The fleet that a sensor looks at. */
  fleet?: string | undefined;
  /** `observedTime` of what was heard last, epoch milliseconds. */
  time: number;
  /** False where nobody would be missed: the agents of the fleet have all stopped. */
  missed: boolean;
}

export type ParsedVitalSign = { kind: 'vital-sign'; sign: VitalSign } | { kind: 'reject'; reason: string };

const VERSION = 1;
const name = z.string().min(1).max(256);
const wire = z.object({
  v: z.literal(VERSION),
  kind: z.enum(vitalKinds),
  name,
  fleet: name.optional(),
  time: z.int().min(0),
  missed: z.boolean(),
});

/** One line of JSON. */
export const serialiseVitalSign = (sign: VitalSign): string => JSON.stringify({ v: VERSION, ...sign });

/** What tells signs apart: whose they are. */
export const vitalKey = ({
  kind,
  fleet = '',
  name: of,
}: Pick<VitalSign, 'kind' | 'fleet' | 'name'>): string => JSON.stringify([kind, fleet, of]);

/** Reads a line that `serialiseVitalSign` wrote. Never throws. */
export function parseVitalSign(line: string): ParsedVitalSign {
  try {
    const read = wire.safeParse(JSON.parse(line));
    if (!read.success) return { kind: 'reject', reason: 'no vital sign of this version' };
    const { v: _v, ...sign } = read.data;
    return { kind: 'vital-sign', sign };
  } catch {
    return { kind: 'reject', reason: 'not JSON' };
  }
}
