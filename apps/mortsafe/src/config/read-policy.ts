import { createHash } from 'node:crypto';
import {
  checkPolicyRules,
  emptyPolicy,
  type Policy,
  parsePolicy,
  policyProblemText,
} from '@mortsafe/agent-events';
import { commonLimits } from '@mortsafe/detection';
import { CannotRun } from '../io.ts';
import type { RuleSet } from '../user-rules/rule-set.ts';
import { readText } from './read-text.ts';

export interface LoadedPolicy {
  policy: Policy;
  /** Changes whenever the policy means something else. */
  hash: string;
}

/**
 * Reads the policy file; without one, the policy that names nobody.
 *
 * @throws {CannotRun} It cannot be read, with one line that says where.
 */
export function loadPolicy(file: string | undefined, rules: RuleSet): LoadedPolicy {
  return file === undefined ? hashed(emptyPolicy) : readPolicy(readText(file, 'the policy'), file, rules);
}

/** The policy in a text, with the names of rules and of their numbers held against those that exist. */
export function readPolicy(text: string, file: string, rules: RuleSet): LoadedPolicy {
  const parsed = parsePolicy(text, file);
  const problems =
    parsed.kind === 'invalid'
      ? parsed.problems
      : checkPolicyRules(parsed.policy, namesOfNumbers(rules, parsed.policy), parsed.where);
  const [first] = problems;
  if (parsed.kind === 'policy' && !first) return hashed(parsed.policy);
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  throw new CannotRun(first ? `${policyProblemText(first)}${more}` : `${file}: cannot be read`);
}

const hashed = (policy: Policy): LoadedPolicy => ({
  policy,
  hash: createHash('sha256').update(JSON.stringify(policy)).digest('hex'),
});

/** A rule that was refused has no numbers to hold the policy against: whatever it says of it will do. */
function namesOfNumbers({ rules, user }: RuleSet, policy: Policy): Record<string, readonly string[]> {
  const tuned = (id: string): string[] =>
    policy.fleets.flatMap((entry) => Object.keys(entry.rules[id]?.limits ?? {}));
  return Object.fromEntries([
    ...(user?.refusedIds ?? []).map((id) => [id, tuned(id)] as const),
    ...rules.map(({ id, limits }) => [id, [...Object.keys(commonLimits), ...Object.keys(limits)]] as const),
  ]);
}
