import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build, type Plugin } from 'vite';
import { consoleRoot, MODULES_FILE } from './console-folder.ts';

const KEPT_MS = 10 * 60_000;

/**
 * Builds the console into `folder`. Several may do so at once: each builds aside, and the first puts it in its place.
 *
 * @throws Whatever Vite says.
 */
export async function runVite(folder: string): Promise<void> {
  const dist = join(folder, '..');
  const aside = `${folder}.${process.pid}`;
  mkdirSync(dist, { recursive: true });
  // What others are building beside us has a name with a dot; what is fresh, somebody may be about to read.
  const old = readdirSync(dist)
    .filter((name) => /^[0-9a-f]{16}$/.test(name))
    .filter((name) => Date.now() - statSync(join(dist, name)).mtimeMs > KEPT_MS);
  await build({
    root: consoleRoot,
    configFile: join(consoleRoot, 'vite.config.ts'),
    logLevel: 'warn',
    plugins: [notesModules],
    build: { outDir: aside, emptyOutDir: true },
  });
  try {
    renameSync(aside, folder);
  } catch (error) {
    // Somebody was faster, with the same.
    if (!existsSync(folder)) throw error;
    rmSync(aside, { recursive: true, force: true });
  }
  for (const name of old) {
    if (join(dist, name) !== folder) rmSync(join(dist, name), { recursive: true, force: true });
  }
}

const notesModules: Plugin = {
  name: 'notes-modules',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
    const others = modules.filter((id) => id.includes('/node_modules/') && id.startsWith('/'));
    const paths = others.map((id) => relative(join(consoleRoot, '../..'), id)).sort();
    this.emitFile({ type: 'asset', fileName: MODULES_FILE, source: JSON.stringify(paths) });
  },
};
