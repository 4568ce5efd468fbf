import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { ZodType } from 'zod';

export interface Problem {
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  message: string;
}

export type Read<Value> = { kind: 'ok'; value: Value } | { kind: 'invalid'; problems: Problem[] };

const ALIASES_MAX = 50;
const PROBLEMS_MAX = 20;

/** Reads YAML (or JSON) by a schema. Each problem stands where the mistake is, so that an editor can jump to it. */
export function readYaml<Value>(text: string, schema: ZodType<Value>): Read<Value> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return invalid(document.errors.map(({ pos, message }) => ({ ...place(lines, pos[0]), message })));
  }

  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: ALIASES_MAX }) ?? {};
  } catch (error) {
    return invalid([{ line: 1, column: 1, message: error instanceof Error ? error.message : 'unreadable' }]);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: 'ok', value: parsed.data };

  return invalid(
    parsed.error.issues.flatMap((issue) => {
      const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
      return keys.map((key) => ({
        ...place(lines, offsetOf(document.contents, issue.path, key)),
        message:
          key === undefined ? `${issue.path.join('.')}: ${issue.message}` : unknownKey(issue.path, key),
      }));
    }),
  );
}

/** One line for one file, however many mistakes are in it. */
export function describeProblems(file: string, problems: readonly Problem[]): string {
  const [first] = problems;
  if (!first) return `${file}: cannot be read`;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return `${file}:${first.line}:${first.column}: ${first.message}${more}`;
}

const invalid = (problems: Problem[]): { kind: 'invalid'; problems: Problem[] } => ({
  kind: 'invalid',
  problems: problems.slice(0, PROBLEMS_MAX),
});

const unknownKey = (path: readonly PropertyKey[], key: string): string =>
  `${[...path, key].join('.')}: there is no such key`;

function place(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** Where the value at `path` starts, or the key `key` in it; where it is missing, its parent. */
function offsetOf(root: Node | null, path: readonly PropertyKey[], key: string | undefined): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    node = isMap(node) ? node.get(step, true) : childAt(node, step);
    offset = startOf(node) ?? offset;
  }
  if (key === undefined || !isMap(node)) return offset;
  const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
  return startOf(pair?.key) ?? offset;
}

const childAt = (node: unknown, step: PropertyKey): unknown =>
  typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items)
    ? node.items[Number(step)]
    : undefined;

const startOf = (node: unknown): number | undefined =>
  typeof node === 'object' && node !== null && 'range' in node ? (node as Node).range?.[0] : undefined;
