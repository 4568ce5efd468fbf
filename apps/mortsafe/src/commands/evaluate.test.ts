import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../testing/captured-io.ts';

describe('mortsafe simulate and evaluate', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'mortsafe-simulate-'));
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));

  const simulate = (scenario: string, out: string, ...more: string[]) =>
    run(['simulate', '--scenario', scenario, '--seed', '7', '--out', out, ...more], { cwd });

  it('write a recording with label and policy beside it, and find in it what the label says', async () => {
    expect(await simulate('relaunch-by-peer', 'bad.ndjson')).toMatchObject({ code: 0, stdout: '' });
    expect(await simulate('switch-changed-by-its-owner', 'good.ndjson', '--agents', '12')).toMatchObject({
      code: 0,
    });
    expect((await readdir(cwd)).sort()).toEqual([
      'bad.expected.json',
      'bad.ndjson',
      'good.expected.json',
      'good.ndjson',
      'good.policy.yaml',
    ]);
    const { code, stdout, stderr } = await run(['evaluate', 'bad.ndjson', 'good.ndjson', '--json'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { rules, overall } = JSON.parse(stdout);
    expect(overall).toMatchObject({ found: 2, missed: 0, falsePositives: 0, precision: 1, recall: 1 });
    expect(rules.map(({ rule }: { rule: string }) => rule)).toEqual([
      'compromised-peer-shielded',
      'unauthorised-relaunch',
    ]);
  });

  it('write the same bytes for the same seed', async () => {
    await simulate('ordinary-day', 'a.ndjson', '--faults', 'storm');
    await simulate('ordinary-day', 'b.ndjson', '--faults', 'storm');
    expect(await readFile(join(cwd, 'a.ndjson'))).toEqual(await readFile(join(cwd, 'b.ndjson')));
  });

  it('write a packed recording where its name says so, and read it', async () => {
    await simulate('score-inflated', 'plain.ndjson');
    for (const file of ['fleet.ndjson.gz', 'other.ndjson.zst']) {
      await simulate('score-inflated', file);
      const packed = await readFile(join(cwd, file));
      expect(packed.length).toBeLessThan((await readFile(join(cwd, 'plain.ndjson'))).length / 4);
      expect(await run(['evaluate', file], { cwd })).toMatchObject({ code: 0, stderr: '' });
    }
  });

  it('write what no door takes as it is, and read past it', async () => {
    await simulate('oversized-attributes', 'fleet.ndjson');
    const { code, stderr } = await run(['evaluate', 'fleet.ndjson'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toMatch(/fleet\.ndjson:\d+: traceId/);
  });

  it('name what was missed and what was not asked for, and end with code 1', async () => {
    await simulate('relaunch-by-peer', 'fleet.ndjson', '--agents', '5');
    const label = {
      fires: [{ rule: 'links-reestablished', subject: 'x' }],
      mayAlsoFire: ['compromised-peer-shielded'],
    };
    await writeFile(join(cwd, 'fleet.expected.json'), JSON.stringify(label));
    const { code, stdout, stderr } = await run(['evaluate', 'fleet.ndjson'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/missed links-reestablished of "x"\n.*not asked for: unauthorised-relaunch of/);
    expect(stdout).toMatch(/^overall +0 +1 +1 +0\.000 +0\.000/m);
  });

  it('list the scenarios', async () => {
    const { code, stdout } = await run(['simulate', '--list']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^relaunch-by-peer +attack +authorised-relaunch +\S/m);
  });

  const refusals: Record<string, [string[], RegExp]> = {
    'when no such scenario exists': [
      ['simulate', '--scenario', 'nothing', '--out', 'x'],
      /no scenario is called nothing/,
    ],
    'when the fleet is too small': [
      ['simulate', '--scenario', 'rolling-deploy', '--agents', '6', '--out', 'x'],
      /needs 15 to 100000 agents/,
    ],
    'when no such mix of faults exists': [
      ['simulate', '--scenario', 'ordinary-day', '--faults', 'constructor', '--out', 'x'],
      /--faults is one of none, network/,
    ],
    'when it is not said where to write': [['simulate', '--scenario', 'ordinary-day'], /--out/],
    'when a recording has no label': [['evaluate', 'x.ndjson'], /x\.expected\.json/],
  };
  for (const [when, [args, words]] of Object.entries(refusals)) {
    it(`refuse with one line ${when}`, async () => {
      const { code, stderr } = await run(args, { cwd });
      expect(code).toBe(2);
      expect(stderr).toMatch(words);
    });
  }
});
