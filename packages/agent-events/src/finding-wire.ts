import { z } from 'zod';
import { type Finding, knownByLevels, severities } from './finding.ts';
import { findingToJson } from './finding-json.ts';
import { textMaxChars } from './limits.ts';
import { wireCount, wireEvent, wireName, wireProblem, wireTime } from './wire-parts.ts';

const VERSION = 1;
const EVIDENCE_MAX = 50;
const GROUP_MAX = 10_000;

export type ParsedFinding = { kind: 'finding'; finding: Finding } | { kind: 'reject'; reason: string };

const name = wireName;
const nullableName = name.nullable();
const count = wireCount;
const time = wireTime;

const wire = z.object({
  v: z.literal(VERSION),
  id: name.min(1),
  rule: name.min(1),
  fleet: name.min(1),
  subject: nullableName,
  alias: nullableName,
  actor: nullableName,
  actorKnownBy: z.enum(knownByLevels).nullable(),
  instigator: nullableName,
  severity: z.enum(severities),
  confidence: z.number().min(0).max(1),
  firstTime: time,
  lastTime: time,
  detectedTime: time,
  revision: z.int().min(1),
  summary: z.string().max(textMaxChars),
  evidence: z.array(name).max(EVIDENCE_MAX),
  order: nullableName.default(null),
  zombieWindowMs: z.number().min(0).nullable().default(null),
  count: count.nullable().default(null),
  group: z.array(name).max(GROUP_MAX).nullable().default(null),
  evidenceEvents: z.array(wireEvent).max(EVIDENCE_MAX),
});

/** One line for another service: what `findingToJson` says, its version, and the evidence whole. */
export const serialiseFinding = (finding: Finding): string =>
  JSON.stringify({ v: VERSION, ...findingToJson(finding), evidenceEvents: finding.evidenceEvents });

/** Reads what `serialiseFinding` wrote, here or elsewhere. Unknown fields are left behind. Never throws. */
export function parseFinding(line: string): ParsedFinding {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: 'reject', reason: 'not JSON' };
  }
  return readFinding(value);
}

export function readFinding(value: unknown): ParsedFinding {
  const read = wire.safeParse(value);
  if (!read.success) return { kind: 'reject', reason: wireProblem(read.error, 'finding') };
  const { v: _v, ...finding } = read.data;
  return { kind: 'finding', finding };
}
