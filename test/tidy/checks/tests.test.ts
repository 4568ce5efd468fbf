import { trySamples } from '../sample.ts';
import { noModuleMock, noSkippedTest, testBeside } from './tests.ts';

const file = 'packages/rules/src/mask.test.ts';
const [it, vi] = ['it', 'vi'];

trySamples(noSkippedTest, {
  complains: {
    'of each way to leave one out': {
      files: {
        [file]: ['skip', 'only', 'todo', 'skipIf(true)', 'each([]).skip']
          .map((way) => `${it}.${way}('…');\n`)
          .join(''),
      },
      of: [
        /:1: it\.skip leaves a test out: mend it or delete it/,
        /it\.only/,
        /it\.todo/,
        /it\.skipIf/,
        /:5: /,
      ],
    },
    'of a whole suite': { files: { [file]: "describe.skip('…', () => {});\n" }, of: [/describe\.skip/] },
  },
  content: {
    'with other things that skip': { [file]: 'lines.skip(1);\nconst { only } = options;\n' },
    'with the word in a title': { [file]: "it('skips what it.skip names');\n" },
  },
});

trySamples(noModuleMock, {
  complains: {
    'of a module replaced': {
      files: { [file]: `${vi}.mock('./it.ts');\n` },
      of: [/vi\.mock: pass a fake in/],
    },
    'of one replaced late': { files: { [file]: `\n${vi}.doMock('./it.ts');\n` }, of: [/:2: vi\.doMock/] },
  },
  content: {
    'with a fake function': { [file]: 'const fetch = vi.fn();\n' },
  },
});

trySamples(testBeside, {
  complains: {
    'of a folder of tests': {
      files: { 'packages/rules/test/mask.test.ts': '' },
      of: [/put it beside the file it tests/],
    },
  },
  content: {
    'with a test in src': { [file]: '' },
    'with a test of the whole repository': { 'test/tidy.test.ts': '' },
  },
});
