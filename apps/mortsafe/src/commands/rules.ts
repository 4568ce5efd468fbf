import { resolve } from 'node:path';
import { formatDuration, type RuleLimits } from '@mortsafe/agent-events';
import type { ExitCode, Io } from '../io.ts';
import { placeText } from '../user-rules/place.ts';
import { refusalTexts, ruleSet } from '../user-rules/rule-set.ts';

export interface RulesOptions {
  rules?: string;
  json?: boolean;
}

/** Lists the rules with their pages and the numbers a policy may change; the user's are marked as such. */
export function listRules({ json, rules: path }: RulesOptions, io: Io): ExitCode {
  const set = ruleSet(path === undefined ? undefined : resolve(io.cwd, path));
  const places = new Map(set.user?.loaded.map(({ rule, place }) => [rule.id, placeText(place)]));
  for (const { id, title, limits } of set.rules) {
    const place = places.get(id);
    const page = place === undefined ? `docs/rules/${id}.md` : null;
    if (json)
      io.stdout(`${JSON.stringify({ id, title, page, ...(place !== undefined && { place }), limits })}\n`);
    else
      io.stdout(`${id}${place ? '  (your own)' : ''}\n  ${title}\n  ${place ?? page}${limitsText(limits)}\n`);
  }
  for (const text of refusalTexts(set)) io.stderr(`mortsafe: ${text}\n`);
  return 0;
}

const limitsText = (limits: RuleLimits): string =>
  Object.entries(limits)
    .map(([name, value]) => `\n  ${name}: ${numberText(name, value)}`)
    .join('');

/** Large numbers are durations, but for these. */
const COUNTS: ReadonlySet<string> = new Set(['bound', 'tracked', 'agents', 'shielders', 'times', 'count']);
const SHORTEST_MS = 500;

const numberText = (name: string, value: number): string =>
  value < SHORTEST_MS || COUNTS.has(name) ? String(value) : formatDuration(value);
