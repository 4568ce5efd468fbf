import ts from 'typescript';
import type { Check, Problem } from '../check.ts';
import { pureRooms } from '../house.ts';
import { codeIn, importsOf, isTest, lineOf, nodesOf } from '../syntax.ts';

const TIME = 'take the time from event.observedTime or from a tick';
const OUTSIDE = 'the caller does it and passes the result in';
const CHANCE = 'make ids from what the thing is about';

/** Globals that bring the outside in, and what to do instead. */
const banned: ReadonlyMap<string, string> = new Map([
  ...['performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'].map(
    (it) => [it, TIME] as const,
  ),
  ...['fetch', 'process', 'WebSocket', 'navigator'].map((it) => [it, OUTSIDE] as const),
  ['console', 'count it, or return it as a value with a reason'],
  ['crypto', CHANCE],
  ['Promise', 'the core is synchronous: return the value'],
]);

/** Node's modules that only compute. Of `node:crypto`, hashing alone. */
const pureModules = new Set(['node:assert', 'node:assert/strict', 'node:buffer', 'node:util']);
const hashing = new Set(['createHash', 'hash']);

export const pureCore: Check = {
  name: 'detection, rules and dialects have no clock, network, randomness, logger or async',
  *problems(tree) {
    const rooms = codeIn(tree).filter(
      (file) => pureRooms.some((room) => file.startsWith(room)) && !isTest(file),
    );
    for (const file of rooms) {
      const syntax = tree.syntax(file);
      for (const { from, names, line } of importsOf(syntax)) {
        if (!from.startsWith('node:') || pureModules.has(from)) continue;
        if (from === 'node:crypto' && names.length > 0 && names.every((name) => hashing.has(name))) continue;
        yield { file, line, message: `'${from}' reaches outside of the core: ${OUTSIDE}` };
      }
      for (const node of nodesOf(syntax)) {
        const message = impurity(node);
        if (message) yield { file, line: lineOf(node), message } satisfies Problem;
      }
    }
  },
};

function impurity(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) {
    return `new Date() reads the clock: ${TIME}`;
  }
  if (ts.isCallExpression(node) && node.expression.getText() === 'Date')
    return `Date() reads the clock: ${TIME}`;
  if (ts.isPropertyAccessExpression(node)) {
    const path = node.getText();
    if (path === 'Date.now') return `Date.now reads the clock: ${TIME}`;
    if (path === 'Math.random') return `Math.random cannot be replayed: ${CHANCE}`;
  }
  if (node.kind === ts.SyntaxKind.AsyncKeyword || ts.isAwaitExpression(node)) {
    return `${node.kind === ts.SyntaxKind.AsyncKeyword ? 'async' : 'await'}: the core is synchronous; ${OUTSIDE}`;
  }
  if (ts.isIdentifier(node) && isGlobalUse(node)) {
    const instead = banned.get(node.text);
    if (instead) return `${node.text} has no place in the core: ${instead}`;
  }
  return undefined;
}

/** Not a property, a key, a parameter or a declaration that happens to have the name. */
function isGlobalUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  const named = parent as ts.Node & { name?: ts.Node; propertyName?: ts.Node };
  return named.name !== node && named.propertyName !== node;
}
