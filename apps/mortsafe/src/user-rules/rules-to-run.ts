import { resolve } from 'node:path';
import type { Io } from '../io.ts';
import { guarded, refusalTexts, ruleSet } from './rule-set.ts';

/**
 * The rules to run over recordings. What of the user's is not run, and what fails or is slow, is said on stderr.
 *
 * @param path - Of the user's rules; undefined for those built in alone.
 * @throws {CannotRun} There is no such folder.
 */
export function rulesToRun(path: string | undefined, { cwd, stderr }: Pick<Io, 'cwd' | 'stderr'>) {
  const set = ruleSet(path === undefined ? undefined : resolve(cwd, path));
  const warn = (text: string): void => stderr(`mortsafe: ${text}\n`);
  for (const text of refusalTexts(set)) warn(text);
  return { set, ...guarded(set, warn) };
}
