import { readFile } from 'node:fs/promises';
import { house } from '../house.ts';

/** The page of one of our rules, from this installation; undefined where it has none. */
export async function rulePage(rule: string): Promise<string | undefined> {
  if (!/^[a-z0-9-]{1,64}$/.test(rule)) return undefined;
  return readFile(new URL(`docs/rules/${rule}.md`, house), 'utf8').catch(() => undefined);
}
