import { basename } from 'node:path';
import ts from 'typescript';
import type { Tree } from './tree.ts';

export const isCode = (path: string): boolean => /\.(ts|tsx|js|mjs|cjs)$/.test(path);
/** Tests, and what only tests import. */
export const isTest = (path: string): boolean =>
  /\.(test|contract|fixture|arbitrary|test-d)\.tsx?$/.test(path) ||
  /\/src\/testing\/|\/arbitrary\.ts$/.test(path);
export const isConfig = (path: string): boolean => /\.config\.[cm]?[jt]s$/.test(path);

export const codeIn = (tree: Tree): string[] => tree.paths.filter(isCode);

/** `masked-failure` for `packages/rules/src/masked-failure.test.ts`. */
export const stemOf = (path: string): string => basename(path).split('.')[0] ?? '';

export const lineOf = (node: ts.Node): number =>
  node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;

/** Every node of a file, in order. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  // forEachChild stops at a truthy answer, so children are gathered before they are yielded.
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  for (const child of children) yield* nodesOf(child);
}

export interface Import {
  /** What stands between the quotes. */
  from: string;
  line: number;
  /** Erased when the file runs. */
  typeOnly: boolean;
  /** The names taken, where they are listed. */
  names: string[];
}

/** Imports, re-exports and dynamic imports of a literal. */
export function importsOf(file: ts.SourceFile): Import[] {
  const imports: Import[] = [];
  for (const node of nodesOf(file)) {
    const from = moduleOf(node);
    if (from === undefined) continue;
    const declared = ts.isImportDeclaration(node) ? node.importClause : undefined;
    const listed = declared?.namedBindings;
    const names =
      listed && ts.isNamedImports(listed)
        ? listed.elements.map((it) => (it.propertyName ?? it.name).text)
        : [];
    const typeOnly =
      declared?.phaseModifier === ts.SyntaxKind.TypeKeyword ||
      (ts.isExportDeclaration(node) && node.isTypeOnly) ||
      ts.isImportTypeNode(node);
    imports.push({ from, line: lineOf(node), typeOnly, names });
  }
  return imports;
}

function moduleOf(node: ts.Node): string | undefined {
  const literal = ts.isImportDeclaration(node)
    ? node.moduleSpecifier
    : ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
        ? node.arguments[0]
        : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
          ? node.argument.literal
          : undefined;
  return literal && ts.isStringLiteralLike(literal) ? literal.text : undefined;
}

/** Names that a file exports, `default` among them; re-exported stars are left out. */
export function exportsOf(file: ts.SourceFile): { name: string; line: number }[] {
  return file.statements.flatMap((statement) => {
    const line = lineOf(statement);
    if (ts.isExportAssignment(statement)) return [{ name: 'default', line }];
    if (ts.isExportDeclaration(statement)) {
      const clause = statement.exportClause;
      return clause && ts.isNamedExports(clause)
        ? clause.elements.map((it) => ({ name: it.name.text, line }))
        : [];
    }
    const flags = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (!flags.some((it) => it.kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (flags.some((it) => it.kind === ts.SyntaxKind.DefaultKeyword)) return [{ name: 'default', line }];
    return declaredNames(statement).map((name) => ({ name, line }));
  });
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((it) => it.name.getText());
  }
  const named = statement as ts.Statement & { name?: ts.Node };
  return named.name ? [named.name.getText()] : [];
}
