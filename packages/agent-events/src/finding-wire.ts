import { z } from 'zod';
import type { AgentEvent } from './events.ts';
import { type Finding, knownByLevels, severities } from './finding.ts';
import { findingToJson } from './finding-json.ts';
import { idMaxChars, textMaxChars } from './limits.ts';
import { parseAgentEvent } from './parse-agent-event.ts';
import { readTime } from './read-time.ts';

const VERSION = 1;
const EVIDENCE_MAX = 50;
const GROUP_MAX = 10_000;
/** Names of principals are a kind and an id; order ids of implied orders have a prefix. */
const NAME_MAX_CHARS = idMaxChars * 2;

export type ParsedFinding = { kind: 'finding'; finding: Finding } | { kind: 'reject'; reason: string };

const name = z.string().max(NAME_MAX_CHARS);
const nullableName = name.nullable();
const count = z.int().min(0);

const time = z.unknown().transform((value, context): number => {
  const timeMs = readTime(value);
  if (timeMs !== undefined) return timeMs;
  context.addIssue('must be RFC 3339 or epoch milliseconds');
  return z.NEVER;
});

const evidenceEvent = z.unknown().transform((value, context): AgentEvent => {
  const parsed = parseAgentEvent(value);
  if (parsed.kind === 'event') return parsed.event;
  context.addIssue(parsed.reason);
  return z.NEVER;
});

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
  evidenceEvents: z.array(evidenceEvent).max(EVIDENCE_MAX),
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
  const read = wire.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { kind: 'reject', reason: `${issue?.path.join('.') || 'finding'}: ${issue?.message}` };
  }
  const { v: _v, evidenceEvents, ...fields } = read.data;
  return { kind: 'finding', finding: { ...fields, evidenceEvents } };
}
