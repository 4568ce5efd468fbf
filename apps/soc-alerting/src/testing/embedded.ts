import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { Database } from '../storage/database.ts';
import { openPGlite } from '../storage/pglite-database.ts';

const CACHE = join(import.meta.dirname, '../../../../.cache');

/**
 * An empty embedded database in memory, with all tables. Making one from nothing takes seconds of computing, so the
 * files of an empty one are kept outside of git; the migrations run each time.
 */
export async function openEmbedded(): Promise<Database> {
  return openPGlite({ files: new Blob([await readFile(await emptyFiles())]) });
}

async function emptyFiles(): Promise<string> {
  const version = await readFile(join(import.meta.dirname, '../../package.json'), 'utf8').then(
    (text) =>
      (JSON.parse(text) as { dependencies: Record<string, string> }).dependencies['@electric-sql/pglite'],
  );
  const file = join(CACHE, `pglite-${version}.tar`);
  if (existsSync(file)) return file;
  const pglite = await PGlite.create();
  const files = await pglite.dumpDataDir('none');
  await pglite.close();
  await mkdir(CACHE, { recursive: true });
  // Others may do so at the same time: whoever comes last replaces it by the same.
  const aside = `${file}.${process.pid}`;
  await writeFile(aside, Buffer.from(await files.arrayBuffer()));
  await rename(aside, file);
  return file;
}
