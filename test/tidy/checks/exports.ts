import ts from 'typescript';
import type { Check } from '../check.ts';
import { codeIn, exportsOf, isConfig, isTest, lineOf, stemOf } from '../syntax.ts';

export const noDefaultExport: Check = {
  name: 'exports are named',
  *problems(tree) {
    for (const file of codeIn(tree).filter((it) => !isConfig(it))) {
      for (const { name, line } of exportsOf(tree.syntax(file))) {
        if (name !== 'default') continue;
        yield {
          file,
          line,
          message: 'default export: give it a name, so that it is called the same everywhere',
        };
      }
    }
  },
};

/** Files whose name says what they hold, not what they export. */
const freeNames = new Set(['index', 'main', 'types', 'new']);

export const namedAfterExport: Check = {
  name: 'a source file is named after what it exports',
  *problems(tree) {
    for (const file of codeIn(tree)) {
      if (!/^(packages|apps)\/[^/]+\/src\//.test(file) || isTest(file) || freeNames.has(stemOf(file)))
        continue;
      const names = exportsOf(tree.syntax(file)).map(({ name }) => name);
      if (names.length === 0 && isRun(tree.syntax(file))) continue;
      if (names.length >= FAMILY || names.some((name) => sharesWord(name, stemOf(file)))) continue;
      const message =
        names.length === 0
          ? 'exports nothing and does nothing: export what it is for'
          : `exports ${names.join(', ')}, none of it called like ${stemOf(file)}: rename the file after its export`;
      yield { file, line: 1, message };
    }
  },
};

/** The first file of a process does something by itself. */
const isRun = (file: ts.SourceFile): boolean => file.statements.some(ts.isExpressionStatement);

/** From so many exports on, a file may be named for the idea they share. */
const FAMILY = 2;

function sharesWord(name: string, stem: string): boolean {
  const words = stem.split('-').map((word) => word.replace(/(?<=...)(s|es|er|ing)$/, ''));
  return words.some((word) => name.toLowerCase().includes(word));
}

export const indexIsList: Check = {
  name: 'index.ts is a list',
  *problems(tree) {
    for (const file of codeIn(tree).filter((path) => stemOf(path) === 'index' && !isTest(path))) {
      for (const statement of tree.syntax(file).statements) {
        if (isEntry(statement)) continue;
        const message = 'logic in an index: move it to a file of its own and list it here';
        yield { file, line: lineOf(statement), message };
      }
    }
  },
};

/** An import, an export, or a constant array or object of names. */
function isEntry(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) return true;
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.every(
    ({ initializer }) => initializer && isListOfNames(initializer),
  );
}

function isListOfNames(node: ts.Expression): boolean {
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return isListOfNames(node.expression);
  if (ts.isIdentifier(node) || ts.isStringLiteral(node)) return true;
  if (ts.isSpreadElement(node)) return isListOfNames(node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isListOfNames);
  if (!ts.isObjectLiteralExpression(node)) return false;
  return node.properties.every(
    (it) =>
      ts.isShorthandPropertyAssignment(it) || (ts.isPropertyAssignment(it) && isListOfNames(it.initializer)),
  );
}
