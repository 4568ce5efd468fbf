import { knownByLevels, principalKinds, severities } from '@mortsafe/agent-events';
import type { Detections, Rule } from '@mortsafe/detection';
import { z } from 'zod';

const FINDINGS_MAX = 100;
const FINDINGS_PER_HOUR = 200;
const SUMMARY_CHARS_MAX = 1_000;

const name = z.string().min(1).max(256);
const principal = z.looseObject({ kind: z.enum(principalKinds), id: name });
const actor = z.strictObject({ principal, knownBy: z.enum(knownByLevels), corroborated: z.boolean() });
const isEvent = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'observedTime' in value && 'origin' in value;
const isOrder = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'orderedAt' in value && 'agents' in value;

/** What the SOC can read. The types say the same; a rule that never saw a compiler may differ. */
const detection = z.strictObject({
  key: z
    .array(z.union([z.string().max(512), z.number()]))
    .min(1)
    .max(20),
  severity: z.enum(severities),
  subject: name.nullable(),
  alias: name.nullish(),
  actor: actor.nullish(),
  instigator: name.nullish(),
  confidence: z.number().min(0).max(1).optional(),
  summary: z.string().min(1),
  evidence: z.array(z.custom(isEvent, 'an event that the rule was given')).max(1_000),
  order: z.custom(isOrder, 'an order that the fleet gave').optional(),
  count: z.int().min(0).optional(),
  group: z.array(name).max(1_000).optional(),
  firstTime: z.number().optional(),
  lastTime: z.number().optional(),
});

/**
 * A rule whose answers are held against what a finding must be, and bounded: at most 100 findings of one event and,
 * unless it says less, 200 new ones an hour in a fleet.
 *
 * @param took - Told how long each call was, in milliseconds.
 */
export function guardRule(rule: Rule, took: (rule: string, ms: number) => void): Rule {
  const guard =
    <Args extends unknown[]>(handler: (...args: Args) => Detections) =>
    (...args: Args): Detections => {
      const from = performance.now();
      try {
        return checked(handler.apply(rule, args));
      } finally {
        took(rule.id, performance.now() - from);
      }
    };
  return {
    ...rule,
    findingsPerHour: Math.min(rule.findingsPerHour ?? FINDINGS_PER_HOUR, FINDINGS_PER_HOUR),
    ...(rule.detect && { detect: guard(rule.detect) }),
    ...(rule.silence && { silence: guard(rule.silence) }),
    ...(rule.flood && { flood: guard(rule.flood) }),
    ...(rule.act && { act: guard(rule.act) }),
    ...(rule.found && { found: guard(rule.found) }),
    ...(rule.wake && { wake: guard(rule.wake) }),
  };
}

function checked(given: Detections): Detections {
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'object' && 'then' in given)
    throw new TypeError('it gave a promise: a rule answers at once');
  const list = Array.isArray(given) ? given : [given];
  if (list.length > FINDINGS_MAX) {
    throw new RangeError(`it gave ${list.length} findings at once, and ${FINDINGS_MAX} is the most`);
  }
  return list.map((one) => {
    const { error } = detection.safeParse(one);
    const issue = error?.issues[0];
    if (issue)
      throw new TypeError(
        `it gave what is no finding: ${[issue.path.join('.'), issue.message].filter(Boolean).join(': ')}`,
      );
    return { ...one, summary: one.summary.slice(0, SUMMARY_CHARS_MAX) };
  });
}
