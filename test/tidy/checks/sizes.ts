import ts from 'typescript';
import type { Check } from '../check.ts';
import { codeIn, isTest, lineOf, nodesOf } from '../syntax.ts';

const FILE_LINES_MAX = 300;
const FUNCTION_LINES_MAX = 70;

export const fileSize: Check = {
  name: `no source file is longer than ${FILE_LINES_MAX} lines`,
  *problems(tree) {
    for (const file of tree.paths.filter((path) => /\.(ts|tsx|js|mjs|cjs|css|html|sh)$/.test(path))) {
      const lines = tree.text(file).split('\n').length - 1;
      if (lines <= FILE_LINES_MAX) continue;
      yield {
        file,
        line: FILE_LINES_MAX + 1,
        message: `${lines} lines: split it by idea, one export a file`,
      };
    }
  },
};

export const functionSize: Check = {
  name: `no function is longer than ${FUNCTION_LINES_MAX} lines`,
  *problems(tree) {
    // A `describe` is a function only to the machine.
    for (const file of codeIn(tree).filter((path) => !isTest(path))) {
      for (const node of nodesOf(tree.syntax(file))) {
        if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) continue;
        const lines = ownLines(node);
        if (lines <= FUNCTION_LINES_MAX) continue;
        const message = `a function of ${lines} lines does not fit a screen: name its steps and make them functions`;
        yield { file, line: lineOf(node), message };
      }
    }
  },
};

/** A factory is a class by another name: the functions it names, and the methods it returns, count for themselves. */
function ownLines(node: ts.Node): number {
  let lines = node.getText().split('\n').length;
  const visit = (child: ts.Node): void => {
    if (isNamed(child)) lines -= child.getText().split('\n').length;
    else ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return lines;
}

const isNamed = (node: ts.Node): boolean =>
  ts.isFunctionDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ((ts.isArrowFunction(node) || ts.isFunctionExpression(node)) &&
    (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent)));
