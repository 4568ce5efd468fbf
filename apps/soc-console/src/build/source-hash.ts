import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const parts = ['package.json', 'index.html', 'vite.config.ts', 'public', 'src'];

/** Names what the console is built of, so that a build is known to be of these very sources. */
export function sourceHash(root: string): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    const path = join(root, part);
    for (const file of part.includes('.') ? [path] : filesIn(path)) {
      if (/\.test\.tsx?$|\/src\/testing\//.test(file)) continue;
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex').slice(0, 16);
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
