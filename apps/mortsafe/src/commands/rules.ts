import { rules } from '@mortsafe/rules';
import type { ExitCode, Io } from '../io.ts';

export interface RulesOptions {
  json?: boolean;
}

/** Lists the rules with their pages and the numbers a policy may change. */
export function listRules({ json }: RulesOptions, io: Io): ExitCode {
  for (const { id, title, limits } of rules) {
    const page = `docs/rules/${id}.md`;
    if (json) io.stdout(`${JSON.stringify({ id, title, page, limits })}\n`);
    else io.stdout(`${id}\n  ${title}\n  ${page}${limitsText(limits)}\n`);
  }
  return 0;
}

const limitsText = (limits: Readonly<Record<string, number>>): string =>
  Object.entries(limits)
    .map(([name, value]) => `\n  ${name}: ${value}`)
    .join('');
