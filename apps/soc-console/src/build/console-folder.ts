import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sourceHash } from './source-hash.ts';

export const consoleRoot = join(import.meta.dirname, '../..');

/** Whose modules a build is made of, as paths from the workspace: their licences go along. */
export const MODULES_FILE = 'modules.json';

/** Where the built console of these sources lies, or will lie. */
export const consoleFolder = (): string => join(consoleRoot, 'dist', sourceHash(consoleRoot));

export const isBuilt = (folder: string): boolean => existsSync(join(folder, 'index.html'));
