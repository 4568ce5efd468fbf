import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Settings } from '../config/settings.ts';

const FILE = 'user-rules.json';
const known = z.record(z.string(), z.string());

/**
 * What has become of the user's rules since the last start in this data directory, one sentence each. A checkpoint
 * does not forget for a rule's sake: what it found stands, and what it waits for finds it changed, or gone.
 */
export async function changedRules({
  dataDirectory,
  rules,
}: Pick<Settings, 'dataDirectory' | 'rules'>): Promise<string[]> {
  const file = join(dataDirectory, FILE);
  const before = await remembered(file);
  const now = Object.fromEntries(
    (rules.user?.loaded ?? []).map(({ rule, place }) => [
      rule.id,
      createHash('sha256').update(readFileSync(place.file)).digest('hex'),
    ]),
  );
  if (before === undefined && Object.keys(now).length === 0) return [];
  await writeFile(file, `${JSON.stringify(now, null, 1)}\n`, { mode: 0o600 });
  if (before === undefined) return [];
  const ids = (which: (id: string) => boolean, all: object): string =>
    Object.keys(all).filter(which).sort().join(', ');
  const gone = ids((id) => !(id in now), before);
  const added = ids((id) => !(id in before), now);
  const changed = ids((id) => id in before && before[id] !== now[id], now);
  return [
    ...(gone ? [`no longer run: ${gone}; what was found stands, and is not added to`] : []),
    ...(added ? [`run from now on: ${added}; nothing is looked for in what was before`] : []),
    ...(changed ? [`changed: ${changed}; what was found and remembered before stands`] : []),
  ];
}

async function remembered(file: string): Promise<Record<string, string> | undefined> {
  try {
    return known.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}
