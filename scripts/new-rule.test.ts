import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ruleComplete } from '../test/tidy/checks/rule-complete.ts';
import { treeOf } from '../test/tidy/tree.ts';
import { newRule } from './new-rule.ts';

const LIST = 'packages/rules/src/index.ts';
const list = readFileSync(new URL(`../${LIST}`, import.meta.url), 'utf8');
const reading = (files: Record<string, string>) => (path: string) => files[path];

describe('a new rule', () => {
  it('has all that the tidy check asks for', () => {
    const made = newRule(
      'borrowed-badge',
      reading({ [LIST]: "import { a } from './a.ts';\n\nexport const rules = [\n  a,\n];\n" }),
    );
    expect(made.kind).toBe('files');
    if (made.kind === 'files') expect([...ruleComplete.problems(treeOf(made.files))]).toEqual([]);
  });

  it('enters the list that stands in the repository, in order and at the end', () => {
    const made = newRule('borrowed-badge', reading({ [LIST]: list }));
    const entered = made.kind === 'files' ? (made.files[LIST] ?? '') : '';
    expect(entered).toMatch(/^import \{ borrowedBadge \} from '\.\/borrowed-badge\.ts';\n/);
    expect(entered).toMatch(/\n {2}borrowedBadge,\n\]/);
    expect(entered.split('\n')).toHaveLength(list.split('\n').length + 2);
  });

  it.each([
    'masked',
    'Masked-Failure',
    'masked_failure',
    '../masked-failure',
    'masked-',
    '',
    `a-${'b'.repeat(63)}`,
  ])('is refused when its id is %j', (id) => {
    expect(newRule(id, reading({ [LIST]: list }))).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('no rule id'),
    });
  });

  it('is refused when one of its files exists', () => {
    const files = { [LIST]: list, 'docs/rules/borrowed-badge.md': '# Taken\n' };
    expect(newRule('borrowed-badge', reading(files))).toEqual({
      kind: 'refused',
      reason: 'docs/rules/borrowed-badge.md exists already',
    });
  });

  it('is refused when there is no list to enter', () => {
    expect(newRule('borrowed-badge', reading({}))).toMatchObject({ kind: 'refused' });
  });
});
