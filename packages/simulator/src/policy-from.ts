import { type Policy, parsePolicy, policyProblemText } from '@mortsafe/agent-events';

/**
 * The policy that a story brings along as a file.
 *
 * @param name - How a problem calls it.
 * @throws {TypeError} It is none: whoever wrote the story is to mend it.
 */
export function policyFrom(text: string, name: string): Policy {
  const parsed = parsePolicy(text, name);
  if (parsed.kind === 'policy') return parsed.policy;
  throw new TypeError(parsed.problems.map(policyProblemText).join('; '));
}
