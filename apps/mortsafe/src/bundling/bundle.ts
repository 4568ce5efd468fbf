import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildConsole, MODULES_FILE } from '@mortsafe/soc-console';
import { type Plugin, rolldown } from 'rolldown';
import packageJson from '../../package.json' with { type: 'json' };
import { licencesOf } from './licences.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const MORTSAFE = join(ROOT, 'apps/mortsafe/src');
const PAGE_ASSETS = join(ROOT, 'apps/soc-alerting/src/http/page/assets');
/** Of the embedded PostgreSQL, looked for beside the code that loads them. */
const databaseFiles = ['pglite.data', 'pglite.wasm', 'initdb.wasm'];
/** What rules of a user's own may import. */
const offered = ['agent-events', 'detection', 'rules', 'testing'];
/** Asked for in case they are there. */
const external = ['pg-native', 'vitest'];

/** Programs that ours start as processes of their own, and how they call them. */
const programs = {
  agent: { file: 'demo/agent.ts', calledBy: 'demo/supervisor.ts', as: './agent.ts' },
  register: {
    file: 'user-rules/register.ts',
    calledBy: 'commands/rules-test.ts',
    as: '../user-rules/register.ts',
  },
} as const;

/**
 * Puts the command line and all that it needs into one folder, which runs by itself under Node.
 *
 * @param folder - Cleared first.
 * @throws Whatever the bundler says.
 */
export async function bundle(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const build = await rolldown({
    cwd: ROOT,
    platform: 'node',
    external,
    input: {
      mortsafe: join(MORTSAFE, 'main.ts'),
      ...Object.fromEntries(Object.entries(programs).map(([name, { file }]) => [name, join(MORTSAFE, file)])),
      ...Object.fromEntries(offered.map((name) => [name, join(ROOT, 'packages', name, 'src/index.ts')])),
    },
    plugins: [atHome],
    logLevel: 'warn',
    // The embedded database does, in code that is its own.
    checks: { eval: false },
  });
  // All side by side: what is loaded from a place beside the code is found from each of them.
  const { output } = await build.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  await build.close();

  cpSync(PAGE_ASSETS, join(folder, 'assets'), { recursive: true });
  cpSync(join(ROOT, 'docs/rules'), join(folder, 'docs/rules'), { recursive: true });
  const console = await buildConsole();
  cpSync(console, join(folder, 'console'), { recursive: true });
  const database = dirname(requireFrom('apps/soc-alerting').resolve('@electric-sql/pglite'));
  for (const name of databaseFiles) cpSync(join(database, name), join(folder, name));
  for (const name of offered) offer(folder, name);
  const about = { name: 'mortsafe', version: packageJson.version, type: 'module', private: true };
  writeFileSync(
    join(folder, 'package.json'),
    `${JSON.stringify({ ...about, bin: './mortsafe.mjs' }, null, 2)}\n`,
  );
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  writeFileSync(join(folder, 'LICENCES.txt'), licencesOf([...modules, ...consoleModules(console), database]));
}

const requireFrom = (workspace: string): NodeJS.Require =>
  createRequire(join(ROOT, workspace, 'package.json'));

/** What the console was built of, as its build noted it. */
const consoleModules = (folder: string): string[] =>
  (JSON.parse(readFileSync(join(folder, MODULES_FILE), 'utf8')) as string[]).map((path) => join(ROOT, path));

/** Found by name from the bundle, as rules of a user's own look for it. */
function offer(folder: string, name: string): void {
  const place = join(folder, 'node_modules/@mortsafe', name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), '{ "type": "module", "exports": "./index.js" }\n');
  writeFileSync(join(place, 'index.js'), `export * from '../../../${name}.mjs';\n`);
}

/** In a bundle the house is the folder of the bundle, and programs lie side by side. */
const atHome: Plugin = {
  name: 'at-home',
  transform(code, id) {
    if (id === join(MORTSAFE, 'house.ts')) return code.replace("'../../../'", "'./'");
    for (const [name, { calledBy, as }] of Object.entries(programs)) {
      if (id !== join(MORTSAFE, calledBy)) continue;
      if (!code.includes(`'${as}'`)) throw new Error(`${calledBy} does not call ${as}`);
      return code.replace(`'${as}'`, `'./${name}.mjs'`);
    }
    return undefined;
  },
};
