import { z } from 'zod';
import { parseDuration } from './duration.ts';
import { matchesGlob } from './glob.ts';
import { globMaxChars, idMaxChars, policyEntriesMax } from './limits.ts';
import type { Policy, PolicyEntry, RuleTuning } from './policy.ts';
import { defaultPolicyEntry } from './policy-entry.ts';
import { sensorPolicy } from './sensor-policy-schema.ts';
import { principalKinds } from './words.ts';

const EXAMPLE = 'such as controller:deployment/worker, person:*@example.org or agent:supervisor';
const RULE_NAME = /^[a-z][a-z0-9-]{0,63}$/;
const LIMIT_NAME = /^[a-z][a-zA-Z0-9]{0,63}$/;

const glob = z.string().min(1).max(globMaxChars);
const agentId = z.string().min(1).max(idMaxChars);

/** A glob whose kind no principal has would be a rule that silently never holds. */
const principalGlob = glob.refine(
  (text) => {
    const colon = text.indexOf(':');
    if (colon < 0) return text.startsWith('*');
    return principalKinds.some((kind) => matchesGlob(text.slice(0, colon), kind)) && colon < text.length - 1;
  },
  { error: `write kind:id, ${EXAMPLE}` },
);
const principalGlobs = z.array(principalGlob).max(policyEntriesMax);

const duration = z.union([z.number(), z.string()]).transform((value, context): number => {
  const ms = parseDuration(value);
  if (ms !== undefined) return typeof value === 'number' ? value : ms;
  context.addIssue('write a duration such as 15s, 500ms, 10m, 24h or 7d, or a number from 0 on');
  return z.NEVER;
});

const tuning = z
  .object({ enabled: z.boolean().default(true) })
  .catchall(duration)
  .superRefine((value, context) => {
    for (const name of Object.keys(value).filter((key) => !LIMIT_NAME.test(key))) {
      context.addIssue({ code: 'custom', path: [name], message: 'no rule has a number of such a name' });
    }
  })
  .transform(({ enabled, ...limits }): RuleTuning => ({ enabled, limits }));

const identityMapping = z.strictObject({
  attribute: z.string().min(1).max(idMaxChars),
  matches: glob.default('*'),
  agent: agentId.default('{value}'),
});

const entry = z.strictObject({
  fleet: glob.default(defaultPolicyEntry.fleet),
  agents: glob.default(defaultPolicyEntry.agents),
  launchers: z
    .array(z.strictObject({ agents: glob.default('*'), by: principalGlobs }))
    .max(policyEntriesMax)
    .default([]),
  killSwitchOwners: principalGlobs.default(defaultPolicyEntry.killSwitchOwners),
  stateDestinations: z.array(glob).max(policyEntriesMax).default(defaultPolicyEntry.stateDestinations),
  backupPrincipals: principalGlobs.default(defaultPolicyEntry.backupPrincipals),
  standbys: z.record(agentId, z.array(agentId).max(policyEntriesMax)).default({}),
  killOrdersFrom: principalGlobs.default(defaultPolicyEntry.killOrdersFrom),
  trustClaimedLaunchers: z.boolean().default(defaultPolicyEntry.trustClaimedLaunchers),
  gateways: principalGlobs.default(defaultPolicyEntry.gateways),
  identity: z.array(identityMapping).max(policyEntriesMax).default([]),
  rules: z.record(z.string().regex(RULE_NAME, 'no rule has such a name'), tuning).default({}),
}) satisfies z.ZodType<PolicyEntry>;

/** The policy file, its defaults filled in. Unknown keys are refused: a misspelt exception would silently not be one. */
export const policySchema = z
  .strictObject({
    fleets: z.array(entry).max(policyEntriesMax).default([]),
    sensors: sensorPolicy.optional(),
  })
  .nullish()
  .transform((policy): Policy => {
    const { fleets = [], sensors } = policy ?? {};
    return { fleets, ...(sensors && { sensors }) };
  });

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a set of keys and values',
  record: 'a set of keys and values',
};

/** What is wrong and what to write instead. */
export function sentenceFor(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeNames[issue.expected] ?? issue.expected}`;
    case 'unrecognized_keys':
      return `there is no key ${issue.keys
        .slice(0, 3)
        .map((key) => JSON.stringify(key.slice(0, 80)))
        .join(', ')} here`;
    case 'too_big':
      return `must have at most ${issue.maximum} ${issue.origin === 'string' ? 'characters' : 'entries'}`;
    case 'too_small':
      return 'must not be empty';
    case 'invalid_union':
      return 'must be a duration such as 15s, 10m or 7d, or a number';
    case 'invalid_key':
      return issue.issues[0]?.code === 'invalid_format'
        ? issue.issues[0].message
        : 'is no name that can stand here';
    default:
      return issue.message;
  }
}
