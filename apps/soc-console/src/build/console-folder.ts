import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sourceHash } from './source-hash.ts';

export const consoleRoot = join(import.meta.dirname, '../..');

/** Where the built console of these sources lies, or will lie. */
export const consoleFolder = (): string => join(consoleRoot, 'dist', sourceHash(consoleRoot));

export const isBuilt = (folder: string): boolean => existsSync(join(folder, 'index.html'));
