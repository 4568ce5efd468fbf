import { trySamples } from '../sample.ts';
import { ruleComplete } from './rule-complete.ts';

const rule = (id: string): string => `export const it = defineRule({\n  id: '${id}',\n  on: [],\n});\n`;
const complete = {
  'packages/rules/src/masked-failure.ts': rule('masked-failure'),
  'packages/rules/src/masked-failure.test.ts': '',
  'packages/rules/src/index.ts': "import { maskedFailure } from './masked-failure.ts';\n",
  'docs/rules/masked-failure.md': '# A dead agent is reported healthy\n',
};
const without = (path: keyof typeof complete): Record<string, string> => {
  const { [path]: _, ...others } = complete;
  return others;
};

trySamples(ruleComplete, {
  complains: {
    'when a rule has no test': {
      files: without('packages/rules/src/masked-failure.test.ts'),
      of: [/^packages\/rules\/src\/masked-failure\.ts:1: no test: write .*masked-failure\.test\.ts/],
    },
    'when a rule has no page': {
      files: without('docs/rules/masked-failure.md'),
      of: [/no page for the analyst: write docs\/rules\/masked-failure\.md/],
    },
    'when a rule is not in the list': {
      files: { ...complete, 'packages/rules/src/index.ts': '' },
      of: [/add it to packages\/rules\/src\/index\.ts/],
    },
    'when a rule is not called like its file': {
      files: { ...complete, 'packages/rules/src/masked-failure.ts': rule('mask') },
      of: [
        /rule 'mask' is not named like its file/,
        /docs\/rules\/mask\.md/,
        /no rule is called 'masked-failure'/,
      ],
    },
    'when a page is of no rule': {
      files: { ...complete, 'docs/rules/unmasked.md': '# Unmasked\n' },
      of: [/^docs\/rules\/unmasked\.md:1: no rule is called 'unmasked'/],
    },
  },
  content: {
    'with a rule that has all of it': complete,
    'with a file that rules share': {
      ...complete,
      'packages/rules/src/sentences.ts': 'export const word = 1;\n',
    },
    'with a page that introduces the others': { ...complete, 'docs/rules/README.md': '# Rules\n' },
  },
});
