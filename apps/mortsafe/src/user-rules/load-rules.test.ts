import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadUserRules } from './load-rules.ts';

const DEFINE = "import { defineRule } from '@mortsafe/detection';\n";
const sound = (id: string, name = 'aRule'): string =>
  `export const ${name} = defineRule({ id: '${id}', title: 'One', on: ['agent.started'], limits: {}, detect: () => undefined });\n`;

describe('a folder of rules, anywhere on the machine', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mortsafe-rules-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  /** Ids that run, and `file:line reason` of what does not. */
  function load() {
    const { loaded, refused, refusedIds } = loadUserRules(folder, new Set(['masked-failure']));
    return {
      ids: loaded.map(({ rule }) => rule.id),
      refused: refused.map(
        ({ place, reason }) => `${place.file.slice(folder.length + 1)}:${place.line} ${reason}`,
      ),
      refusedIds,
    };
  }

  it('brings every rule that its files export by name', async () => {
    await write('two.ts', DEFINE + sound('first-rule', 'first') + sound('second-rule', 'second'));
    await write('one.ts', DEFINE + sound('third-rule'));
    expect(load()).toEqual({ ids: ['third-rule', 'first-rule', 'second-rule'], refused: [], refusedIds: [] });
  });

  it('may hear of what other rules find, and leave out what is steady', async () => {
    const rule = sound('a-rule').replace('detect:', 'ignoresSteady: true, found: () => undefined, detect:');
    await write('rule.ts', DEFINE + rule);
    expect(load()).toMatchObject({ ids: ['a-rule'], refused: [] });
  });

  it('runs no tests, no declarations, and nothing of its subfolders', async () => {
    await mkdir(join(folder, 'shared'));
    await write('shared/words.ts', 'export const WORD: string = "first-rule";\n');
    await write('rule.test.ts', "throw new Error('run');\n");
    await write('rule.d.ts', 'export {};\n');
    await write(
      'rule.ts',
      `import { WORD } from './shared/words.ts';\n${DEFINE}${sound('first-rule').replace("'One'", 'WORD')}`,
    );
    expect(load()).toMatchObject({ ids: ['first-rule'], refused: [] });
  });

  it('may lie in a package of another kind', async () => {
    await write('package.json', '{ "type": "commonjs" }');
    await write('rule.ts', DEFINE + sound('first-rule'));
    expect(load()).toMatchObject({ ids: ['first-rule'], refused: [] });
  });

  it.each([
    ['does not parse', `${DEFINE}export const a = defineRule({\n  id: 'x'\n  title: 'y' });`, '4 Expected'],
    ['is more than types', `\nenum Colour { Red }`, '2 TypeScript enum is not supported'],
    ['declares a name twice', `const one = 1;\n\nconst one = 2;\n`, "3 Identifier 'one' has already"],
    ['throws at load', `${DEFINE}\nJSON.parse('{');\n`, '3 it threw while it was loaded: Expected'],
    ['throws no Error at load', `throw 'up';\n`, '1 it threw something that is no Error'],
    ['waits', `// await\nexport const a = await Promise.resolve(1);\n`, '2 a rule cannot wait'],
    ['imports what is not there', `\nimport { a } from './nowhere.ts';\n`, '2 Cannot find module'],
    [
      'imports a name that is not there',
      `\nimport { nix } from '@mortsafe/detection';\n`,
      '2 The requested module',
    ],
    ['exports nothing', `const a = 1;\n`, '1 it exports no rule'],
    [
      'exports by default',
      `${DEFINE}export default ${sound('a-rule').slice(21)}`,
      '2 default: a rule is exported by',
    ],
  ])('refuses a file that %s, says where, and runs the others', async (_, text, expected) => {
    await write('broken.ts', text);
    await write('sound.ts', DEFINE + sound('sound-rule'));
    const { ids, refused } = load();
    expect(ids).toEqual(['sound-rule']);
    expect(refused).toEqual([expect.stringContaining(`broken.ts:${expected}`)]);
  });

  it.each([
    ['has no id', "id: 'a-rule',", '', '2 aRule: what it has for `id`'],
    ['has an id of one word', "'a-rule'", "'rule'", "3 aRule: 'rule' is no rule id"],
    ['takes a built-in id', "'a-rule'", "'masked-failure'", '3 aRule: a built-in rule has the id'],
    [
      'misspells a type',
      'started',
      'strated',
      "5 aRule: there is no event type 'agent.strated' (did you mean",
    ],
    ['names a type twice', "'agent.started'", "'agent.started', 'agent.started'", '5 aRule: `on` names'],
    ['wants nothing to look at', "'agent.started'", '', '5 aRule: `detect` is asked'],
    ...["'1s'", '-1', 'Infinity'].map((value) => {
      return [`has ${value} for a limit`, '1 }', `${value} }`, '6 aRule: limit tolerance is a number'];
    }),
    ['has a limit of a taken name', 'tolerance', 'enabled', '6 aRule: a limit cannot be called'],
    ['misspells what it does', 'detect:', 'dectect:', '7 aRule: a rule has no `dectect`'],
    ['answers later', 'detect: ()', 'detect: async ()', '7 aRule: `detect` must answer at once'],
    ['hears of findings later', 'detect: ()', 'found: async ()', '7 aRule: `found` must answer at once'],
    ['ignores in between', 'detect:', "ignoresSteady: 'now', detect:", '7 aRule: `ignoresSteady` is true'],
    ['ignores a little', 'detect:', 'ignoresOrdinary: 1, detect:', '7 aRule: `ignoresOrdinary` is true'],
    ['does nothing', 'detect: () => undefined', '', '2 aRule: it never looks at anything'],
  ])('refuses a rule that %s, says where, and runs the others of its file', async (_, from, to, expected) => {
    const rule = [
      'export const aRule = defineRule({',
      "  id: 'a-rule',",
      "  title: 'One',",
      "  on: ['agent.started'],",
      '  limits: { tolerance: 1 },',
      '  detect: () => undefined',
      '});',
    ].join('\n');
    await write('broken.ts', `${DEFINE}${rule.replace(from, to)}\n${sound('sound-rule', 'other')}`);
    const { ids, refused } = load();
    expect(ids).toEqual(['sound-rule']);
    expect(refused).toEqual([expect.stringContaining(`broken.ts:${expected}`)]);
  });

  it('refuses the second of two with one id, and names the first', async () => {
    await write('a.ts', DEFINE + sound('same-rule'));
    await write('b.ts', DEFINE + sound('same-rule'));
    const { ids, refused } = load();
    expect(ids).toEqual(['same-rule']);
    expect(refused).toEqual([expect.stringMatching(/^b\.ts:2 aRule: .*a\.ts:2 has the id same-rule/)]);
  });

  it('knows the ids of what it refuses, for a policy that tunes them', async () => {
    await write('broken.ts', `${DEFINE}export const a = defineRule({ id: 'broken-rule' title });`);
    expect(load().refusedIds).toEqual(['broken-rule']);
  });

  it('is refused itself when it is not there', () => {
    expect(() => loadUserRules(join(folder, 'none'), new Set())).toThrow('the rules cannot be read (ENOENT)');
  });
});
