import { createHash } from 'node:crypto';
import { emptyPolicy, type Policy, parsePolicy } from '@mortsafe/agent-events';
import type { Rule } from '@mortsafe/detection';
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { CannotRun } from '../io.ts';
import { readText } from './read-text.ts';
import type { Problem } from './read-yaml.ts';

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
export function loadPolicy(file: string | undefined, rules: readonly Rule[]): LoadedPolicy {
  if (file === undefined) return hashed(emptyPolicy);
  const text = readText(file, 'the policy');
  const parsed = parsePolicy(text, file);
  const problems = parsed.kind === 'invalid' ? parsed.problems : unknownTunings(text, rules);
  if (problems.length > 0 || parsed.kind === 'invalid') throw new CannotRun(describeProblems(file, problems));
  return hashed(parsed.policy);
}

/** One line for one file, however many mistakes are in it. */
export function describeProblems(file: string, problems: readonly Problem[]): string {
  const [first] = problems;
  if (!first) return `${file}: cannot be read`;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return `${file}:${first.line}:${first.column}: ${first.message}${more}`;
}

const hashed = (policy: Policy): LoadedPolicy => ({
  policy,
  hash: createHash('sha256').update(JSON.stringify(policy)).digest('hex'),
});

/** Names of rules and of their numbers that no rule knows: a misspelt exception would silently not be one. */
function unknownTunings(text: string, rules: readonly Rule[]): Problem[] {
  const lines = new LineCounter();
  const fleets = parseDocument(text, { lineCounter: lines }).get('fleets');
  if (!isSeq(fleets)) return [];
  const problems: Problem[] = [];
  const report = (key: unknown, message: string): void => {
    const { line, col } = lines.linePos(isScalar(key) ? (key.range?.[0] ?? 0) : 0);
    problems.push({ line, column: col, message });
  };
  for (const entry of fleets.items) {
    const tunings = isMap(entry) ? entry.get('rules') : undefined;
    if (!isMap(tunings)) continue;
    for (const { key, value } of tunings.items) {
      const rule = rules.find(({ id }) => id === String(key));
      if (!rule) report(key, `there is no rule ${String(key)}; \`mortsafe rules\` lists them`);
      else if (isMap(value)) {
        for (const limit of value.items) {
          const name = String(limit.key);
          if (name === 'enabled' || name in rule.limits) continue;
          report(limit.key, `${rule.id} has no ${name}; it knows ${namesOf(rule)}`);
        }
      }
    }
  }
  return problems;
}

const namesOf = ({ limits }: Rule): string => ['enabled', ...Object.keys(limits)].join(', ');
