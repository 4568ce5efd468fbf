import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The built console, in memory: it is small, and what is not among it is not there. */
export interface ConsoleFiles {
  /** The document behind every address of the console. */
  index: string;
  /** By path: `/assets/index-4f2a.js`. */
  files: ReadonlyMap<string, ConsoleFile>;
}

export interface ConsoleFile {
  type: string;
  plain: Uint8Array<ArrayBuffer>;
  gzipped: Uint8Array<ArrayBuffer>;
  /** Its name changes with its content. */
  isHashed: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * Reads a built console.
 *
 * @throws There is no `index.html` in the folder.
 */
export function readConsole(folder: string): ConsoleFiles {
  const files = new Map<string, ConsoleFile>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    const plain = new Uint8Array(readFileSync(file));
    files.set(path, {
      type,
      plain,
      gzipped: new Uint8Array(gzipSync(plain)),
      isHashed: path.startsWith('/assets/'),
    });
  }
  return { index: readFileSync(join(folder, 'index.html'), 'utf8'), files };
}
