import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument, visit, type YAMLMap } from 'yaml';
import { policyEntriesMax, policyMaxBytes } from './limits.ts';
import type { Policy } from './policy.ts';
import { policySchema, sentenceFor } from './policy-schema.ts';

/** Lines and columns start at 1. */
export interface PolicyProblem {
  file: string;
  line: number;
  column: number;
  /** Begins with the place in the policy: `fleets[0].launchers[0].by: …`. */
  message: string;
}

/** A place in a policy, such as `['fleets', 0, 'rules', 'telemetry-gap']`. */
export type PolicyPath = readonly PropertyKey[];

/** Finds the line and column at which a place of the policy was written. */
export type WherePolicy = (path: PolicyPath) => Pick<PolicyProblem, 'file' | 'line' | 'column'>;

export type ParsedPolicy =
  | { kind: 'policy'; policy: Policy; where: WherePolicy }
  | { kind: 'invalid'; problems: PolicyProblem[] };

const ALIASES_MAX = 100;
const PROBLEMS_MAX = 20;
const TOO_DEEP = /call stack/;

type Document = ReturnType<typeof parseDocument>;

/** `policy.yaml:7:5: fleets[0].launchers[0].by: …` */
export const policyProblemText = ({ file, line, column, message }: PolicyProblem): string =>
  `${file}:${line}:${column}: ${message}`;

const pathText = (path: PolicyPath): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');

export const problemAt = (where: WherePolicy, path: PolicyPath, sentence: string): PolicyProblem => ({
  ...where(path),
  message: path.length === 0 ? sentence : `${pathText(path)}: ${sentence}`,
});

/** Where the key of the path stands, else its value, else what is nearest around it. */
function offsetOf(document: Document, path: PolicyPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const key = path[length - 1];
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const pair = isMap(parent)
      ? parent.items.find((item) => isPair(item) && String(item.key) === key)
      : undefined;
    const node = (pair?.key ?? document.getIn(path.slice(0, length), true)) as Node | undefined;
    if (node?.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

/**
 * Reads a policy file, YAML or JSON, and fills in its defaults. Never throws.
 *
 * At most 1 MiB, 1,000 entries in any list, 100 aliases. Durations are `15s`, `500ms`, `10m`, `24h`, `7d` or a number
 * of milliseconds. At most 20 problems are told, each with its line and column.
 *
 * @param name - How problems call the file.
 * @example
 * const parsed = parsePolicy(await readFile(file, 'utf8'), file);
 * if (parsed.kind === 'invalid') for (const problem of parsed.problems) console.error(policyProblemText(problem));
 */
export function parsePolicy(text: string, name: string): ParsedPolicy {
  const start = () => ({ file: name, line: 1, column: 1 });
  if (Buffer.byteLength(text) > policyMaxBytes) {
    return { kind: 'invalid', problems: [problemAt(start, [], 'is larger than 1 MiB')] };
  }
  try {
    return readPolicy(text, name);
  } catch (error) {
    // The parser descends by recursion, and resolves aliases up to a bound.
    const sentence =
      error instanceof RangeError ? 'is nested too deeply' : 'has too many aliases, or one of nothing';
    return { kind: 'invalid', problems: [problemAt(start, [], sentence)] };
  }
}

/** The parser compares each key with each other one, which takes minutes for a hostile file. */
function firstUnlikelyKey(document: Document): { offset: number; sentence: string } | undefined {
  let found: { offset: number; sentence: string } | undefined;
  const look = (map: YAMLMap): symbol | undefined => {
    const seen = new Set<unknown>();
    for (const { key } of map.items) {
      const offset = (key as Node).range?.[0] ?? map.range?.[0] ?? 0;
      const name = isScalar(key) ? String(key.value) : key;
      if (seen.has(name)) found = { offset, sentence: 'the key stands here a second time' };
      else if (seen.add(name).size > policyEntriesMax)
        found = { offset, sentence: 'has more than 1,000 keys' };
      if (found !== undefined) return visit.BREAK;
    }
    return undefined;
  };
  visit(document, { Map: (_key, map) => look(map) });
  return found;
}

function readPolicy(text: string, file: string): ParsedPolicy {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const at = (offset: number): ReturnType<WherePolicy> => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const where: WherePolicy = (path) => at(offsetOf(document, path));
  if (document.errors.length > 0) {
    const problems = document.errors
      .slice(0, PROBLEMS_MAX)
      .map(({ pos, message }) =>
        problemAt(() => at(pos[0]), [], TOO_DEEP.test(message) ? 'is nested too deeply' : message),
      );
    return { kind: 'invalid', problems };
  }
  const twice = firstUnlikelyKey(document);
  if (twice !== undefined) {
    return { kind: 'invalid', problems: [problemAt(() => at(twice.offset), [], twice.sentence)] };
  }

  const read = policySchema.safeParse(document.toJS({ maxAliasCount: ALIASES_MAX }), { reportInput: true });
  if (read.success) return { kind: 'policy', policy: read.data, where };
  const problems = read.error.issues.map((issue) => {
    const sentence =
      issue.code === 'invalid_type' && issue.input === undefined ? 'is missing' : sentenceFor(issue);
    const blamed = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
    return { ...problemAt(where, issue.path, sentence), ...where(blamed) };
  });
  return { kind: 'invalid', problems: problems.slice(0, PROBLEMS_MAX) };
}
