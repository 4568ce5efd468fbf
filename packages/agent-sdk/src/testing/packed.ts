import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PACKAGE = join(import.meta.dirname, '../..');
const run = promisify(execFile);

export interface Packed {
  /** The archive that would be published. */
  tarball: string;
  /** A directory that is deleted with it. */
  directory: string;
  remove(): Promise<void>;
}

/**
 * Packs the package as it would be published.
 *
 * @throws {Error} It is not built, or something was changed since.
 */
export async function packed(): Promise<Packed> {
  const [built, changed] = [await newest(join(PACKAGE, 'dist')), await newest(join(PACKAGE, 'src'))];
  if (built < changed)
    throw new Error('the SDK changed since it was built: pnpm --filter @mortsafe/agent-sdk build');
  const directory = await mkdtemp(join(tmpdir(), 'mortsafe-packed-'));
  await run('npx', ['-y', 'pnpm@12', 'pack', '--pack-destination', directory], { cwd: PACKAGE });
  const [archive = ''] = await readdir(directory);
  return {
    tarball: join(directory, archive),
    directory,
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** When the newest file that is published, or becomes part of it, was changed; 0 where there is none. */
async function newest(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile() && !isOfTests(entry));
  const times = await Promise.all(files.map(({ parentPath, name }) => stat(join(parentPath, name))));
  return Math.max(0, ...times.map(({ mtimeMs }) => mtimeMs));
}

const isOfTests = ({ parentPath, name }: { parentPath: string; name: string }): boolean =>
  name.includes('.test.') || /[/\\]src[/\\](testing|packaging)\b/.test(parentPath);
