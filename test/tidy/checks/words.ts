import ts from 'typescript';
import type { Check } from '../check.ts';
import { codeIn, lineOf, nodesOf } from '../syntax.ts';

const emptyNames = new Set(['Alert', 'Event', 'Data', 'Manager', 'Helper', 'Helpers', 'Util', 'Utils']);

export const tellingTypeNames: Check = {
  name: 'type names say what the thing is',
  *problems(tree) {
    for (const file of codeIn(tree)) {
      for (const node of nodesOf(tree.syntax(file))) {
        if (
          !ts.isInterfaceDeclaration(node) &&
          !ts.isTypeAliasDeclaration(node) &&
          !ts.isClassDeclaration(node)
        )
          continue;
        const name = node.name?.text ?? '';
        if (!emptyNames.has(name)) continue;
        const message = `type ${name} says nothing: take the word from docs/glossary.md (agent event, finding, incident, …)`;
        yield { file, line: lineOf(node), message };
      }
    }
  },
};

export const noAny: Check = {
  name: 'no `any`, and no compiler check switched off',
  *problems(tree) {
    for (const file of codeIn(tree)) {
      const syntax = tree.syntax(file);
      for (const node of nodesOf(syntax)) {
        if (node.kind !== ts.SyntaxKind.AnyKeyword) continue;
        yield { file, line: lineOf(node), message: '`any`: say the type, or `unknown` and narrow it' };
      }
      for (const { text, line } of commentsOf(syntax)) {
        if (!/^\W*@ts-(ignore|nocheck)\b/.test(text)) continue;
        yield { file, line, message: 'a compiler check switched off: mend the type' };
      }
    }
  },
};

export const todoHasIssue: Check = {
  name: 'a TODO names its issue',
  *problems(tree) {
    for (const file of codeIn(tree)) {
      for (const { text, line } of commentsOf(tree.syntax(file))) {
        if (!/\b(TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))/.test(text)) continue;
        yield { file, line, message: 'a TODO without an issue: do it now, or open one and write TODO(#12)' };
      }
    }
  },
};

/** Comments with the line they begin on. The scanner knows them from strings. */
function commentsOf(file: ts.SourceFile): { text: string; line: number }[] {
  const starts = new Set<number>();
  const comments: { text: string; line: number }[] = [];
  const add = (ranges: ts.CommentRange[] | undefined): void => {
    for (const { pos, end } of ranges ?? []) {
      if (starts.has(pos)) continue;
      starts.add(pos);
      comments.push({
        text: file.text.slice(pos, end),
        line: file.getLineAndCharacterOfPosition(pos).line + 1,
      });
    }
  };
  for (const node of nodesOf(file)) {
    // Within JSX or a template, what looks like a comment is text.
    if (node.kind >= ts.SyntaxKind.JsxText && node.kind <= ts.SyntaxKind.TemplateTail) continue;
    add(ts.getLeadingCommentRanges(file.text, node.getFullStart()));
    add(ts.getTrailingCommentRanges(file.text, node.getEnd()));
  }
  return comments;
}
