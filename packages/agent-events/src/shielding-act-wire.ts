import { z } from 'zod';
import { knownByLevels } from './finding.ts';
import { actKinds, type ShieldingAct } from './shielding-act.ts';
import { rfc3339, wireEvent, wireName, wireProblem, wireTime } from './wire-parts.ts';

const VERSION = 1;
const EVIDENCE_MAX = 50;

export type ParsedShieldingAct =
  | { kind: 'shielding-act'; act: ShieldingAct }
  | { kind: 'reject'; reason: string };

const wire = z.object({
  v: z.literal(VERSION),
  id: wireName.min(1),
  fleet: wireName.min(1),
  kind: z.enum(actKinds),
  by: wireName.min(1),
  for: wireName.min(1),
  weight: z.number().gt(0).max(1),
  knownBy: z.enum(knownByLevels),
  corroborated: z.boolean(),
  containment: wireName.min(1),
  order: wireName.nullable().default(null),
  time: wireTime,
  revision: z.int().min(1),
  evidence: z.array(wireName).max(EVIDENCE_MAX),
  evidenceEvents: z.array(wireEvent).max(EVIDENCE_MAX),
});

/** One line for another service: `{"act": {"v": 1, …}}`. Times are RFC 3339. */
export const serialiseShieldingAct = (act: ShieldingAct): string =>
  JSON.stringify({ act: { v: VERSION, ...act, time: rfc3339(act.time) } });

/** Reads what stands under `act` in such a line. Unknown fields are left behind. Never throws. */
export function readShieldingAct(value: unknown): ParsedShieldingAct {
  const read = wire.safeParse(value);
  if (!read.success) return { kind: 'reject', reason: wireProblem(read.error, 'act') };
  const { v: _v, ...act } = read.data;
  return { kind: 'shielding-act', act };
}
