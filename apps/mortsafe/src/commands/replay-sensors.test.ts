import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../testing/captured-io.ts';

const cwd = join(import.meta.dirname, '../../../../examples/sensors');
const kubernetes = 'kubernetes.ndjson';
const claims = 'agents-and-people.ndjson';
const policy = ['--policy', 'policy.yaml', '--json'];

const findingsIn = (stdout: string): Record<string, unknown>[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const relaunchIn = (stdout: string) =>
  findingsIn(stdout).find(({ rule }) => rule === 'unauthorised-relaunch');

describe('a recording of Kubernetes, beside what agents say', () => {
  it('proves who brought a killed agent back, whatever the agent says', async () => {
    const { code, stdout, stderr } = await run(['replay', kubernetes, claims, ...policy], { cwd });
    expect(code).toBe(0);
    expect(relaunchIn(stdout)).toMatchObject({
      ...{
        subject: 'worker',
        actor: 'planner',
        actorKnownBy: 'platform',
        severity: 'critical',
        order: 'kill-1',
      },
      summary: expect.stringContaining('worker says that controller:deployment/worker did'),
    });
    expect(stderr).toMatch(/left out of what sensors said: .*a controller at its work \(1\)/);
  });

  it('is a claim without the sensor, and names nobody', async () => {
    const { stdout } = await run(['replay', claims, ...policy], { cwd });
    expect(relaunchIn(stdout)).toMatchObject({ actor: null, severity: 'high' });
  });

  it('is read in the dialect that is named, and no other', async () => {
    const { stderr } = await run(['replay', kubernetes, '--dialect', 'falco', '--json'], { cwd });
    expect(stderr).toContain('not in the words of falco (11)');
    expect(await run(['replay', kubernetes, '--dialect', 'gossip'], { cwd })).toMatchObject({
      ...{
        code: 2,
        stderr: expect.stringContaining('there is no dialect gossip; there are mortsafe-events,'),
      },
    });
  });
});

describe('an agent that lies beside a sensor', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mortsafe-lies-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const START = Date.UTC(2026, 2, 2, 10);
  const ID = 'ab12cd34ef56'.padEnd(64, '0');
  const Attributes = { 'mortsafe.dev/agent': 'worker', 'mortsafe.dev/fleet': 'crew' };
  const docker = (seconds: number, Action: string, more: object = {}) => ({
    ...{ Type: 'container', Action, Actor: { ID, Attributes: { ...Attributes, ...more } } },
    time: START / 1_000 + seconds,
  });
  const says = (seconds: number, type: string, fields: object) => ({
    ...{ id: `${type}/${seconds}`, type, time: START + 1_000 * seconds, origin: 'agent', fleet: 'crew' },
    ...{ agent: 'worker', sender: 'worker', instance: 'ab12cd34ef56', ...fields },
  });
  const beats = (from: number, to: number) =>
    Array.from({ length: (to - from) / 5 }, (_, index) =>
      says(from + 5 * index, 'agent.heartbeat', { sequence: index, interval: 5_000 }),
    );

  async function found(sensed: readonly object[], said: readonly object[]) {
    for (const [name, records] of Object.entries({ sensed, said })) {
      await writeFile(join(folder, name), records.map((record) => JSON.stringify(record)).join('\n'));
    }
    const { stdout } = await run(['replay', 'sensed', 'said', '--json'], { cwd: folder });
    return findingsIn(stdout);
  }

  it('is found where it says that it stopped, and its container runs', async () => {
    const sensed = [docker(0, 'start'), docker(50, 'health_status: healthy')];
    const said = [...beats(2, 27), says(28, 'agent.stopped', { reason: 'completed' })];
    expect(await found(sensed, said)).toMatchObject([
      {
        ...{ rule: 'dark-agent', subject: 'worker', actorKnownBy: 'platform' },
        summary: expect.stringMatching(/said that it stopped, and the platform saw it at work/),
        evidence: expect.arrayContaining(['agent.stopped/28']),
      },
    ]);
  });

  it('is not told of for beats after the end of its container alone, which nobody ordered', async () => {
    const sensed = [docker(0, 'start'), docker(30, 'die', { exitCode: '137' })];
    expect(await found(sensed, beats(2, 92))).toEqual([]);
  });
});
