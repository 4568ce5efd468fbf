import { type PolicyProblem, problemAt, type WherePolicy } from './parse-policy.ts';
import type { Policy } from './policy.ts';

const nowhere: WherePolicy = () => ({ file: 'policy', line: 1, column: 1 });

const several = (names: readonly string[]): string => [...names].sort().join(', ');

/**
 * Finds tunings of rules that there are not, and numbers that a rule does not know.
 *
 * @param known - Rule id to the names of its numbers.
 * @param where - As `parsePolicy` returned it, for lines and columns.
 */
export function checkPolicyRules(
  policy: Policy,
  known: Readonly<Record<string, readonly string[]>>,
  where: WherePolicy = nowhere,
): PolicyProblem[] {
  return policy.fleets.flatMap((entry, index) =>
    Object.entries(entry.rules).flatMap(([rule, { limits }]) => {
      const path = ['fleets', index, 'rules', rule];
      const names = Object.hasOwn(known, rule) ? known[rule] : undefined;
      if (names === undefined) {
        return [
          problemAt(where, path, `no rule of this name is loaded; there are ${several(Object.keys(known))}`),
        ];
      }
      return Object.keys(limits)
        .filter((limit) => !names.includes(limit))
        .map((limit) =>
          problemAt(
            where,
            [...path, limit],
            `the rule has no such number; it has ${several(['enabled', ...names])}`,
          ),
        );
    }),
  );
}
