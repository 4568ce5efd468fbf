import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../testing/captured-io.ts';
import {
  deathOfWorker,
  fleetAtWork,
  killOfWorker,
  linesOf,
  relaunchOfWorker,
} from '../testing/recordings.ts';

const story = linesOf([...fleetAtWork, killOfWorker, deathOfWorker, relaunchOfWorker]);
const quiet = linesOf([...fleetAtWork, killOfWorker, deathOfWorker]);

describe('mortsafe replay', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'mortsafe-replay-'));
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));

  const write = (name: string, lines: readonly string[]) =>
    writeFile(join(cwd, name), `${lines.join('\n')}\n`);
  const findingsIn = (stdout: string): Record<string, unknown>[] =>
    stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));

  /** Other rules may have their say about the same story. */
  const relaunchesIn = (stdout: string) =>
    findingsIn(stdout).filter(({ rule }) => rule === 'unauthorised-relaunch');

  it('prints one finding a line with --json, and nothing else', async () => {
    await write('story.ndjson', story);
    const { code, stdout, stderr } = await run(['replay', 'story.ndjson', '--json'], { cwd });
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(relaunchesIn(stdout)).toMatchObject([
      {
        rule: 'unauthorised-relaunch',
        fleet: 'shop',
        subject: 'worker',
        actor: 'planner',
        actorKnownBy: 'platform',
        severity: 'critical',
        order: 'k-1',
        detectedTime: '2026-01-05T09:00:20.000Z',
      },
    ]);
  });

  it('prints nothing with --json when nothing was found, and ends well', async () => {
    await write('quiet.ndjson', quiet);
    expect(await run(['replay', 'quiet.ndjson', '--json'], { cwd })).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  it.each([
    ['.gz', gzipSync],
    ['.zst', zstdCompressSync],
  ])('reads %s files', async (ending, compress) => {
    await writeFile(join(cwd, `story.ndjson${ending}`), compress(story.join('\n')));
    const { stdout } = await run(['replay', `story.ndjson${ending}`, '--json'], { cwd });
    expect(relaunchesIn(stdout)).toHaveLength(1);
  });

  it('reads stdin', async () => {
    const { stdout } = await run(['replay', '-', '--json'], { cwd, stdin: story.join('\n') });
    expect(relaunchesIn(stdout)).toHaveLength(1);
  });

  it('takes several files for one input, in whichever order they are named', async () => {
    await write('control.ndjson', story.slice(2, 3));
    await write('agents.ndjson', [...story.slice(0, 2), ...story.slice(3)]);
    await write('story.ndjson', story);
    const whole = await run(['replay', 'story.ndjson', '--json'], { cwd });
    for (const files of [
      ['control.ndjson', 'agents.ndjson'],
      ['agents.ndjson', 'control.ndjson'],
    ]) {
      expect((await run(['replay', ...files, '--json'], { cwd })).stdout).toBe(whole.stdout);
    }
  });

  it('names malformed lines and counts them on stderr, and reads the rest', async () => {
    await write('story.ndjson', [
      ...story.slice(0, 3),
      'not json',
      '{"type":"agent.started"}',
      ...story.slice(3),
    ]);
    const { code, stdout, stderr } = await run(['replay', 'story.ndjson', '--json'], { cwd });
    expect(code).toBe(0);
    expect(relaunchesIn(stdout)).toHaveLength(1);
    expect(stderr).toMatch(
      /story\.ndjson:4: .+\n.*story\.ndjson:5: .+\n.*2 malformed lines were left out\n$/,
    );
  });

  it('ends with 2 and one line when a file cannot be read', async () => {
    const { code, stdout, stderr } = await run(['replay', 'missing.ndjson', '--json'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^mortsafe: .*missing\.ndjson.*\n$/);
  });

  it('ends with 2 and the place when the policy is wrong', async () => {
    await write('story.ndjson', story);
    await write('policy.yaml', ['fleets:', '  - fleet: shop', '    launcher: []']);
    const { code, stderr } = await run(['replay', 'story.ndjson', '--policy', 'policy.yaml'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^mortsafe: .*policy\.yaml:3:5: .*launcher.*\n$/);
  });

  it.each([
    ['a rule that does not exist', '      masked-failures: { tolerance: 1s }', '4:7'],
    ['a number that the rule does not know', '      masked-failure: { tolerence: 1s }', '4:25'],
  ])('ends with 2 and the place when the policy tunes %s', async (_, tuning, place) => {
    await write('story.ndjson', story);
    await write('policy.yaml', ['fleets:', '  - fleet: shop', '    rules:', tuning]);
    const { code, stderr } = await run(['replay', 'story.ndjson', '--policy', 'policy.yaml'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(`policy.yaml:${place}: `);
  });

  it('obeys the policy', async () => {
    await write('story.ndjson', story);
    await write('policy.yaml', ['fleets:', '  - launchers: [{ agents: worker, by: ["agent:planner"] }]']);
    const { stdout } = await run(['replay', 'story.ndjson', '--policy', 'policy.yaml', '--json'], { cwd });
    expect(stdout).toBe('');
  });

  it('shows people a table and the timeline of each incident', async () => {
    await write('story.ndjson', story);
    const { stdout } = await run(['replay', 'story.ndjson'], { cwd });
    expect(stdout).toMatch(/DETECTED .* SEVERITY .* RULE/);
    expect(stdout).toContain('CRITICAL  Killed agent worker is back  (fleet shop)');
    expect(stdout).toContain('worker (worker-2) started');
  });

  it('names who had asked for it, where that is known', async () => {
    await run(['simulate', '--scenario', 'soc-confused-deputy', '--out', 'chain.ndjson'], { cwd });
    const { stdout } = await run(['replay', 'chain.ndjson'], { cwd });
    expect(stdout).toContain('It was asked for by monitor.');
  });

  it('shows people no terminal escapes that an agent wrote', async () => {
    const evil = story.map((line) => line.replaceAll('worker', 'wor\\u001b[2Jker'));
    await write('story.ndjson', evil);
    const { stdout } = await run(['replay', 'story.ndjson'], { cwd });
    expect(stdout).toContain('unauthorised-relaunch');
    expect(stdout).not.toContain('\u001b');
  });

  it('finds what there is in a recording that was cut off, and says so with code 2', async () => {
    const noise = Array.from({ length: 20_000 }, (_, index) => ({
      type: 'agent.activity',
      at: 30 + index,
      agent: 'planner',
      instance: 'planner-1',
      operation: `chat ${Math.sin(index)}`,
    }));
    const lines = linesOf([...fleetAtWork, killOfWorker, deathOfWorker, relaunchOfWorker, ...noise]);
    const whole = gzipSync(lines.join('\n'));
    await writeFile(join(cwd, 'cut.ndjson.gz'), whole.subarray(0, whole.length - 1_000));
    const { code, stdout, stderr } = await run(['replay', 'cut.ndjson.gz', '--json'], { cwd });
    expect(code).toBe(2);
    expect(relaunchesIn(stdout)).toHaveLength(1);
    expect(stderr).toMatch(/cut\.ndjson\.gz: .*; above is what was found in the \d+ events before\n$/);
  });

  it('says that there was nothing to look at, where a recording is empty', async () => {
    await writeFile(join(cwd, 'empty.ndjson'), '');
    const { code, stderr } = await run(['replay', 'empty.ndjson'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'mortsafe: there is no event in empty.ndjson\n' });
  });

  it('ends with 2 when not one line is an event', async () => {
    await write('broken.ndjson', ['{', '{}']);
    const { code, stdout, stderr } = await run(['replay', 'broken.ndjson', '--json'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('not one line of broken.ndjson is an event');
  });
});
