import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CannotRun, type ExitCode, type Io } from '../io.ts';
import { isRuleId } from '../user-rules/rule-id.ts';
import { editorConfig, ruleText, testText } from '../user-rules/skeleton.ts';

const EDITOR_CONFIG = 'tsconfig.json';

/** Writes a rule that works, and its test, for somebody to change into their own. */
export function newUserRule(path: string, io: Io): ExitCode {
  const id = basename(path).replace(/\.ts$/, '');
  const folder = dirname(resolve(io.cwd, path));
  if (!isRuleId(id)) {
    throw new CannotRun(
      `'${id}' is no rule id: two words or more, lower case, joined by hyphens, such as ./my-rules/calls-to-the-dead`,
    );
  }
  const files = { [`${id}.ts`]: ruleText(id), [`${id}.test.ts`]: testText(id) };
  for (const name of Object.keys(files)) {
    if (existsSync(join(folder, name))) throw new CannotRun(`${join(folder, name)} exists already`);
  }
  const all = existsSync(join(folder, EDITOR_CONFIG)) ? files : { ...files, [EDITOR_CONFIG]: editorConfig() };
  try {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(all)) {
      writeFileSync(join(folder, name), text, { flag: 'wx' });
      io.stdout(`wrote ${join(folder, name)}\n`);
    }
  } catch (error) {
    throw new CannotRun(
      `${folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    );
  }
  io.stdout(`
It is a rule that works. Change the timelines in the test first, then \`detect\`.
  mortsafe rules test ${folder}      runs the tests
  mortsafe rules check ${folder}     says whether they would be run
  mortsafe up --rules ${folder}      runs them
`);
  return 0;
}
