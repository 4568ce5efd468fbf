import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedRules } from './changed-rules.ts';
import { builtInRules, type RuleSet } from './rule-set.ts';

describe('what became of the rules since the last start', () => {
  let dataDirectory: string;
  beforeEach(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'mortsafe-changed-'));
  });
  afterEach(() => rm(dataDirectory, { recursive: true, force: true }));

  /** Starts with rules of these ids, each in a file of this text. */
  async function start(files: Record<string, string>): Promise<string[]> {
    const loaded = await Promise.all(
      Object.entries(files).map(async ([id, text]) => {
        const file = join(dataDirectory, `${id}.ts`);
        await writeFile(file, text);
        return { rule: { id, title: id, on: [], limits: {} }, place: { file, line: 1 } };
      }),
    );
    const rules: RuleSet = { ...builtInRules, user: { path: '', loaded, refused: [], refusedIds: [] } };
    return changedRules({ dataDirectory, rules });
  }

  it('is nothing at the first, and where nothing changed', async () => {
    expect(await start({ 'a-rule': '1' })).toEqual([]);
    expect(await start({ 'a-rule': '1' })).toEqual([]);
  });

  it('is told of each that came, went or changed', async () => {
    await start({ 'a-rule': '1', 'b-rule': '1' });
    expect(await start({ 'b-rule': '2', 'c-rule': '1' })).toEqual([
      expect.stringContaining('no longer run: a-rule;'),
      expect.stringContaining('run from now on: c-rule;'),
      expect.stringContaining('changed: b-rule;'),
    ]);
    expect(await changedRules({ dataDirectory, rules: builtInRules })).toEqual([
      expect.stringContaining('no longer run: b-rule, c-rule;'),
    ]);
  });

  it('is nothing where nobody ever had a rule of their own', async () => {
    expect(await changedRules({ dataDirectory, rules: builtInRules })).toEqual([]);
  });
});
