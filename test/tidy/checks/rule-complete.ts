import ts from 'typescript';
import type { Check, Problem } from '../check.ts';
import { importsOf, isTest, lineOf, nodesOf, stemOf } from '../syntax.ts';
import type { Tree } from '../tree.ts';

const RULES = 'packages/rules/src';
const PAGES = 'docs/rules';

export const ruleComplete: Check = {
  name: 'every rule has the name of its file, a test, a page and a line in the list',
  *problems(tree) {
    const list = `${RULES}/index.ts`;
    const listed = new Set(importsOf(tree.syntax(list)).map(({ from }) => from));
    const ids = new Set<string>();
    for (const { id, file, line } of rulesIn(tree)) {
      ids.add(id);
      const missing = (message: string): Problem => ({ file, line, message });
      if (id !== stemOf(file)) {
        yield missing(
          `rule '${id}' is not named like its file: call the file ${id}.ts, or the rule '${stemOf(file)}'`,
        );
      }
      const test = file.replace(/\.ts$/, '.test.ts');
      if (!tree.has(test)) yield missing(`no test: write ${test}, both sides of every boundary in it`);
      const page = `${PAGES}/${id}.md`;
      if (!tree.has(page))
        yield missing(`no page for the analyst: write ${page} (\`pnpm new rule\` makes its skeleton)`);
      if (!listed.has(`./${stemOf(file)}.ts`)) yield missing(`nobody runs this rule: add it to ${list}`);
    }
    for (const page of tree.paths.filter(
      (path) => path.startsWith(`${PAGES}/`) && stemOf(path) !== 'README',
    )) {
      if (ids.has(stemOf(page))) continue;
      yield {
        file: page,
        line: 1,
        message: `no rule is called '${stemOf(page)}': write it, or take the page away`,
      };
    }
  },
};

function* rulesIn(tree: Tree): Generator<{ id: string; file: string; line: number }> {
  for (const file of tree.paths) {
    if (!file.startsWith(`${RULES}/`) || !file.endsWith('.ts') || isTest(file)) continue;
    for (const node of nodesOf(tree.syntax(file))) {
      if (!ts.isCallExpression(node) || node.expression.getText() !== 'defineRule') continue;
      yield { id: idOf(node) ?? '', file, line: lineOf(node) };
    }
  }
}

function idOf(call: ts.CallExpression): string | undefined {
  const [rule] = call.arguments;
  if (!rule || !ts.isObjectLiteralExpression(rule)) return undefined;
  const id = rule.properties.find((it) => it.name?.getText() === 'id');
  return id && ts.isPropertyAssignment(id) && ts.isStringLiteral(id.initializer)
    ? id.initializer.text
    : undefined;
}
