import { isRuleId, ruleNameOf } from '../apps/mortsafe/src/user-rules/rule-id.ts';

/** Files to write for a new rule by path, or why not. */
export type NewRule = { kind: 'files'; files: Record<string, string> } | { kind: 'refused'; reason: string };

const RULES = 'packages/rules/src';
const LIST = `${RULES}/index.ts`;

/**
 * The skeleton of a rule: its file, its test, its page and its line in the list.
 *
 * @param id - Kebab-case, what it saw: `masked-failure`. At most 64 characters.
 * @param read - The text of a file of the repository; undefined where there is none.
 */
export function newRule(id: string, read: (path: string) => string | undefined): NewRule {
  const refused = (reason: string): NewRule => ({ kind: 'refused', reason });
  if (!isRuleId(id)) {
    return refused(
      `'${id}' is no rule id: two words or more, lower case, joined by hyphens, such as masked-failure`,
    );
  }
  const files = {
    [`${RULES}/${id}.ts`]: ruleText(id),
    [`${RULES}/${id}.test.ts`]: testText(id),
    [`docs/rules/${id}.md`]: pageText(id),
  };
  const existing = Object.keys(files).find((path) => read(path) !== undefined);
  if (existing) return refused(`${existing} exists already`);
  const list = listWith(id, read(LIST) ?? '');
  if (!list)
    return refused(`${LIST} does not look like a list any more: mend it, or mend scripts/new-rule.ts`);
  return { kind: 'files', files: { ...files, [LIST]: list } };
}

/** The import goes where the order of the alphabet wants it, the rule to the end. */
function listWith(id: string, list: string): string | undefined {
  const line = `import { ${ruleNameOf(id)} } from './${id}.ts';`;
  const path = (text: string): string => /from '(.*)'/.exec(text)?.[1] ?? '';
  const lines = list.split('\n');
  const own = lines.filter((text) => /^import .* from '\.\//.test(text));
  const next = own.find((text) => path(text) > path(line));
  const at = next ? lines.indexOf(next) : lines.indexOf(own.at(-1) ?? '') + 1;
  const end = lines.findLastIndex((text) => /^\]/.test(text));
  if (end < 0 || own.length === 0) return undefined;
  lines.splice(end, 0, `  ${ruleNameOf(id)},`);
  lines.splice(at, 0, line);
  return lines.join('\n');
}

const ruleText = (id: string): string => `import { defineRule } from '@mortsafe/detection';

/**
 * What it sees, in one sentence.
 *
 * Why: what goes wrong for whom if nobody sees it.
 * False positives: what looks alike, and what to do about it.
 */
export const ${ruleNameOf(id)} = defineRule({
  id: '${id}',
  title: 'What it saw, as a SOC reads it',
  on: ['agent.status_reported'],
  limits: { tolerance: 10_000 },
  detect(_event, _fleet, { tolerance: _tolerance }) {
    return undefined;
  },
});
`;

const testText = (
  id: string,
): string => `import { started, statusReported, testRule } from '@mortsafe/testing';
import { ${ruleNameOf(id)} } from './${id}.ts';

testRule(${ruleNameOf(id)}, {
  fires: {
    'when … at the edge of the tolerance': [
      started('worker', { at: '0s' }),
      statusReported('worker', { at: '10s', by: 'planner', status: 'healthy' }),
    ],
  },
  staysQuiet: {
    'when … just before it': [
      started('worker', { at: '0s' }),
      statusReported('worker', { at: '9.999s', by: 'planner', status: 'healthy' }),
    ],
  },
});
`;

const pageText = (id: string): string => `# \`${id}\`: what it saw, as a SOC reads it

One sentence for whoever was woken up by it.

## What it sees

## Why it matters

## When it is quiet

## False positives

## Triage

1. What to read first, and what it means.

## What to do next

1. The first thing to do.

## Numbers

| policy key | default | meaning |
|---|---|---|
| \`tolerance\` | 10 s | |

\`\`\`yaml
rules:
  ${id}: { tolerance: 10s }
\`\`\`

## Severity

## Framework ids
`;
