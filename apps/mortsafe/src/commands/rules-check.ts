import { resolve } from 'node:path';
import type { ExitCode, Io } from '../io.ts';
import { placeText } from '../user-rules/place.ts';
import { ruleSet } from '../user-rules/rule-set.ts';

/** Loads rules and says of each whether it would run. Code 1 where one would not. */
export function checkRules(path: string, io: Io): ExitCode {
  const { user } = ruleSet(resolve(io.cwd, path));
  const { loaded = [], refused = [] } = user ?? {};
  for (const { rule, place } of loaded) io.stdout(`ok       ${rule.id}  ${placeText(place)}\n`);
  for (const { place, reason } of refused) io.stdout(`refused  ${placeText(place)}: ${reason}\n`);
  if (loaded.length + refused.length === 0) {
    io.stdout(`${path} holds no rules yet; \`mortsafe rules new ${path}/my-rule\` writes one\n`);
  }
  return refused.length > 0 ? 1 : 0;
}
