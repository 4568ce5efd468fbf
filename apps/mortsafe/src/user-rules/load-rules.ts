import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { Rule } from '@mortsafe/detection';
import { CannotRun } from '../io.ts';
import { faultsIn, type RuleFault } from './check-rule.ts';
import { lineOfExport, lineOfLinkError, type Place, placeOfError, placeText } from './place.ts';
import { resolveOurs } from './resolve-ours.ts';

/** A rule of the user's, and where it stands. */
export interface UserRule {
  rule: Rule;
  place: Place;
}

/** Something in the folder that is not run, why, and what to do. */
export interface Refusal {
  place: Place;
  reason: string;
}

export interface UserRules {
  /** Where they were looked for. */
  path: string;
  loaded: UserRule[];
  refused: Refusal[];
  /** Ids of rules that were refused, as far as they can be read from their files. */
  refusedIds: string[];
}

const FILES_MAX = 500;
const BYTES_MAX = 1_048_576;
const REASON_CHARS_MAX = 400;

/**
 * Loads the rules of a folder: every `*.ts` in it that is no test exports one or more by name. What is in its
 * subfolders is for the rules to import. A broken file or rule is refused and stops no other.
 *
 * @param path - A folder, or a single file. Loading runs its code.
 * @param taken - Ids that no rule may have: the built-in ones.
 * @throws {CannotRun} There is no such folder.
 */
export function loadUserRules(path: string, taken: ReadonlySet<string>): UserRules {
  const files = filesAt(path);
  resolveOurs();
  const rules: UserRules = { path, loaded: [], refused: [], refusedIds: [] };
  const known = new Map<string, Place | undefined>([...taken].map((id) => [id, undefined]));
  for (const file of files.slice(0, FILES_MAX)) loadFile(file, known, rules);
  if (files.length > FILES_MAX) {
    const place = { file: files[FILES_MAX] as string, line: 1 };
    rules.refused.push({
      place,
      reason: `a folder holds at most ${FILES_MAX} rules' files; the rest is not run`,
    });
  }
  return rules;
}

function filesAt(path: string): string[] {
  try {
    const real = realpathSync(path);
    if (!statSync(real).isDirectory()) return [real];
    return readdirSync(real)
      .filter((name) => name.endsWith('.ts') && !/\.(test|d)\.ts$/.test(name))
      .sort()
      .map((name) => join(real, name));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new CannotRun(`${path}: the rules cannot be read (${code}); name a folder of .ts files`);
  }
}

/** Not `import`: a rule answers at once, and so does its file. */
const requireFile = createRequire(import.meta.url);

function loadFile(file: string, known: Map<string, Place | undefined>, rules: UserRules): void {
  const read = readRuleFile(file);
  const refusals = 'refusal' in read ? [read.refusal] : admit(file, read, known, rules.loaded);
  if (refusals.length === 0) return;
  rules.refused.push(...refusals);
  const standing = rules.loaded.map(({ rule }) => rule.id);
  rules.refusedIds.push(...idsIn(read.source).filter((id) => !standing.includes(id)));
}

type RuleFile = { source: string; exported: Record<string, unknown> } | { source: string; refusal: Refusal };

function readRuleFile(file: string): RuleFile {
  let source = '';
  try {
    if (statSync(file).size > BYTES_MAX) {
      return { source, refusal: { place: { file, line: 1 }, reason: 'the file is over 1 MiB' } };
    }
    source = readFileSync(file, 'utf8');
    return { source, exported: requireFile(file) as Record<string, unknown> };
  } catch (error) {
    const place = placeOfError(error, (path) => path.startsWith(`${dirname(file)}${sep}`));
    const line = place?.line ?? lineOfLinkError(source, error);
    const reason = reasonOf(error, place !== undefined);
    return { source, refusal: { place: { file: place?.file ?? file, line }, reason } };
  }
}

/** Takes in what is a rule, and says what is wrong with the rest. */
function admit(
  file: string,
  { source, exported }: { source: string; exported: Record<string, unknown> },
  known: Map<string, Place | undefined>,
  loaded: UserRule[],
): Refusal[] {
  const refusals: Refusal[] = [];
  const objects = Object.entries(exported).filter(([, value]) => typeof value === 'object' && value !== null);
  const refuse = (name: string, { message, near }: RuleFault, more = ''): void => {
    const place = { file, line: lineOfExport(source, name, near) };
    refusals.push({ place, reason: `${name}: ${message}${more}` });
  };
  for (const [name, value] of objects) {
    const faults = name === 'default' ? [unnamed] : [...faultsIn(value as Readonly<Record<string, unknown>>)];
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
    const rule = value as Rule;
    if (faults[0]) refuse(name, faults[0], more);
    else if (known.has(rule.id)) refuse(name, takenBy(rule.id, known.get(rule.id)));
    else {
      const place = { file, line: lineOfExport(source, name) };
      known.set(rule.id, place);
      loaded.push({ rule, place });
    }
  }
  if (objects.length === 0) refusals.push({ place: { file, line: 1 }, reason: NO_RULE });
  return refusals.sort((one, other) => one.place.line - other.place.line);
}

const NO_RULE =
  'it exports no rule: `export const … = defineRule({ … })`; put what rules share into a subfolder';

const takenBy = (id: string, other: Place | undefined): RuleFault => ({
  message: `${other ? placeText(other) : 'a built-in rule'} has the id ${id}; choose another`,
  near: 'id:',
});

const unnamed: RuleFault = {
  message: 'a rule is exported by its name: `export const … = defineRule({ … })`',
};

const advice: Readonly<Record<string, string>> = {
  ERR_REQUIRE_ASYNC_MODULE: 'a rule cannot wait for anything: take the `await` out of the top level',
  ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING:
    'it lies in a node_modules folder, where TypeScript is not run: move it',
};

function reasonOf(error: unknown, placed: boolean): string {
  if (!(error instanceof Error)) return 'it threw something that is no Error while it was loaded';
  const code = 'code' in error ? String(error.code) : '';
  if (advice[code]) return advice[code];
  const told = (error.message.split('\n')[0] ?? '').slice(0, REASON_CHARS_MAX);
  if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') return `${told}; ${STRIPPED}`;
  // What does not parse or link has no place in its stack, but for what Node says of TypeScript, which has a code.
  const ran = !code.startsWith('ERR_') && (placed || error.name !== 'SyntaxError');
  return ran ? `it threw while it was loaded: ${told}` : told;
}

const STRIPPED = 'types are left out, not compiled: no enum, namespace or parameter property';

/** A policy may tune a rule that is broken today; that alone is no reason to refuse the policy. */
const idsIn = (source: string): string[] =>
  [...source.matchAll(/\bid:\s*['"`]([a-z][a-z0-9-]{0,63})['"`]/g)].map(([, id = '']) => id);
