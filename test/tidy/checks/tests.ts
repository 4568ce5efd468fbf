import ts from 'typescript';
import type { Check } from '../check.ts';
import { codeIn, isTest, lineOf, nodesOf } from '../syntax.ts';

const runners = new Set(['describe', 'it', 'test', 'suite', 'bench', 'context', 'ctx', 't', 'expect']);
const skips = new Set(['skip', 'only', 'todo', 'skipIf', 'runIf', 'fails']);
const mocks = new Set(['mock', 'doMock', 'unstable_mockModule']);

export const noSkippedTest: Check = {
  name: 'no test is skipped or singled out',
  *problems(tree) {
    for (const file of codeIn(tree)) {
      for (const node of nodesOf(tree.syntax(file))) {
        const name = skipOf(node);
        if (!name) continue;
        const message =
          `${name} leaves a test out: mend it or delete it; one that needs Linux, a real PostgreSQL, browser or broker, ` +
          'or minutes, is called *.linux.test.ts, *.postgres.test.ts, *.chromium.test.ts, *.kafka.test.ts or *.soak.test.ts';
        yield { file, line: lineOf(node), message };
      }
    }
  },
};

function skipOf(node: ts.Node): string | undefined {
  if (!ts.isPropertyAccessExpression(node) || !skips.has(node.name.text)) return undefined;
  const root = /^\w+/.exec(node.expression.getText())?.[0] ?? '';
  return runners.has(root) ? `${root}.${node.name.text}` : undefined;
}

export const noModuleMock: Check = {
  name: 'no test mocks a module',
  *problems(tree) {
    for (const file of codeIn(tree)) {
      for (const node of nodesOf(tree.syntax(file))) {
        if (!ts.isPropertyAccessExpression(node) || !mocks.has(node.name.text)) continue;
        const root = node.expression.getText();
        if (root !== 'vi' && root !== 'jest' && root !== 'vitest') continue;
        const message = `${root}.${node.name.text}: pass a fake in as an argument instead`;
        yield { file, line: lineOf(node), message };
      }
    }
  },
};

export const testBeside: Check = {
  name: 'a test lies beside the file it tests',
  *problems(tree) {
    for (const file of codeIn(tree)) {
      if (!isTest(file) || !/^(packages|apps)\/[^/]+\//.test(file)) continue;
      if (/^(packages|apps)\/[^/]+\/src\//.test(file)) continue;
      yield { file, line: 1, message: 'a test outside of src: put it beside the file it tests' };
    }
  },
};
