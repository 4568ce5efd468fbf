import { dirname, sep } from 'node:path';
import type { Rule } from '@mortsafe/detection';
import { rules as builtIn } from '@mortsafe/rules';
import { guardRule } from './guard-rule.ts';
import { loadUserRules, type UserRules } from './load-rules.ts';
import { placeText } from './place.ts';
import { type RuleWatch, watchRules } from './rule-watch.ts';

/** All rules that run: those built in, and the user's, if any. */
export interface RuleSet {
  /** The user's come last, so that they see what the others found. */
  rules: readonly Rule[];
  /** Undefined where no folder was named. */
  user: UserRules | undefined;
}

export const builtInRules: RuleSet = { rules: builtIn, user: undefined };

/** @throws {CannotRun} There is no such folder. */
export function ruleSet(path: string | undefined): RuleSet {
  if (path === undefined) return builtInRules;
  const user = loadUserRules(path, new Set(builtIn.map(({ id }) => id)));
  return { rules: [...builtIn, ...user.loaded.map(({ rule }) => rule)], user };
}

/** The rules as a detector runs them: the user's guarded, and an eye on all. */
export function guarded(
  { rules, user }: RuleSet,
  tell: (text: string) => void,
): { rules: Rule[]; watch: RuleWatch } {
  const places = new Map(user?.loaded.map(({ rule, place }) => [rule.id, place]));
  const folders = [...places.values()].map(({ file }) => dirname(file) + sep);
  const watch = watchRules(
    (rule) => places.get(rule),
    (file) => folders.some((folder) => file.startsWith(folder)),
    tell,
  );
  return { rules: rules.map((rule) => (places.has(rule.id) ? guardRule(rule, watch.took) : rule)), watch };
}

/** One sentence for each thing that is not run. */
export const refusalTexts = ({ user }: RuleSet): string[] =>
  (user?.refused ?? []).map(
    ({ place, reason }) => `${placeText(place)}: ${reason}; it is not run, all others are`,
  );
