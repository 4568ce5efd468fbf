import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../testing/captured-io.ts';
import {
  deathOfWorker,
  fleetAtWork,
  killOfWorker,
  linesOf,
  relaunchOfWorker,
} from '../testing/recordings.ts';

const rule = (id: string, detect: string): string => `import { defineRule } from '@mortsafe/detection';

export const aRule = defineRule({
  id: '${id}',
  title: 'An agent started',
  on: ['agent.started'],
  limits: { tolerance: 90_000 },
  detect(event, fleet, { tolerance }) {
    ${detect}
  },
});
`;
const finds = `return {
      key: [event.id], severity: 'low', subject: event.agent,
      summary: \`\${event.agent} started, and the tolerance is \${tolerance}\`, evidence: [event],
    };`;

describe('rules of the user', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'mortsafe-user-rules-'));
    await mkdir(join(cwd, 'mine'));
    const lines = linesOf([...fleetAtWork, killOfWorker, deathOfWorker, relaunchOfWorker]);
    await writeFile(join(cwd, 'story.ndjson'), `${lines.join('\n')}\n`);
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));

  const write = (name: string, text: string) => writeFile(join(cwd, name), text);
  async function replay(...options: string[]) {
    const args = ['replay', 'story.ndjson', '--json', '--rules', 'mine', ...options];
    const { code, stdout, stderr } = await run(args, { cwd });
    const found = stdout.split('\n').filter(Boolean);
    const findings = found.map((line) => JSON.parse(line) as { rule: string; summary: string });
    return { code, stderr, of: (id: string) => findings.filter((finding) => finding.rule === id) };
  }

  it('find what they look for, beside those built in', async () => {
    await write('mine/starts.ts', rule('agent-starts', finds));
    const { code, stderr, of } = await replay();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(of('agent-starts')).toHaveLength(3);
    expect(of('unauthorised-relaunch')).toHaveLength(1);
  });

  it('are tuned by the policy like those built in', async () => {
    await write('mine/starts.ts', rule('agent-starts', finds));
    await write('policy.yaml', 'fleets: [{ rules: { agent-starts: { tolerance: 7s } } }]');
    expect((await replay('-p', 'policy.yaml')).of('agent-starts')[0]?.summary).toContain('tolerance is 7000');
    await write('policy.yaml', 'fleets: [{ rules: { agent-starts: { enabled: false } } }]');
    expect((await replay('-p', 'policy.yaml')).of('agent-starts')).toEqual([]);
    await write('policy.yaml', 'fleets: [{ rules: { agent-starts: { patience: 7s } } }]');
    expect(await replay('-p', 'policy.yaml')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no such number; it has enabled, findingsPerSender, tolerance'),
    });
  });

  it('that are broken are told of and stop nothing, not even by a policy that tunes them', async () => {
    await write('mine/starts.ts', rule('agent-starts', finds));
    await write('mine/broken.ts', rule('broken-rule', 'return ((;'));
    await write('policy.yaml', 'fleets: [{ rules: { broken-rule: { tolerance: 7s } } }]');
    const { code, stderr, of } = await replay('-p', 'policy.yaml');
    expect(code).toBe(0);
    expect(stderr).toMatch(/mine\/broken\.ts:9: .*; it is not run, all others are\n$/);
    expect(of('agent-starts')).toHaveLength(3);
    expect(of('unauthorised-relaunch')).toHaveLength(1);
  });

  it('that throw lose their turn, and are told of once, with the place', async () => {
    await write('mine/starts.ts', rule('agent-starts', finds));
    await write('mine/breaks.ts', rule('breaks-down', "throw new Error('no more');"));
    const { code, stderr, of } = await replay();
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /rule breaks-down failed at .*mine\/breaks\.ts:9: Error: no more; it loses its turn/,
    );
    expect(stderr).toContain('rule breaks-down failed 3 times in all');
    expect(stderr.trim().split('\n')).toHaveLength(2);
    expect(of('agent-starts')).toHaveLength(3);
    expect(of('unauthorised-relaunch')).toHaveLength(1);
  });

  it.each([
    [
      'what is no finding',
      "return { key: [1], severity: 'hihg', summary: 's', subject: null, evidence: [] } as never;",
      'severity',
    ],
    ['a promise', 'return Promise.resolve() as never;', 'a rule answers at once'],
    [
      'too much at once',
      "return Array.from({ length: 101 }, (_, i) => ({ key: [i], severity: 'low', subject: null, summary: 's', evidence: [] })) as never;",
      '101 findings at once',
    ],
  ])('that give %s are told of', async (_, detect, reason) => {
    await write('mine/odd.ts', rule('odd-rule', detect));
    const { stderr, of } = await replay();
    expect(stderr).toContain(reason);
    expect(stderr).toContain('mine/odd.ts:3');
    expect(of('odd-rule')).toEqual([]);
  });

  it('that find without end are bounded, and one finding counts the rest', async () => {
    const all = `const more = { severity: 'low', subject: null, summary: 'one of very many', evidence: [event] } as const;
    return Array.from({ length: 100 }, (_, i) => ({ ...more, key: [event.id, i] }));`;
    await write('mine/talks.ts', rule('talks-much', all));
    const { of } = await replay();
    expect(of('talks-much')).toHaveLength(201);
    expect(of('talks-much').map(({ summary }) => summary)).toContainEqual(
      'talks-much saw 100 more within this hour, beside the 200 listed',
    );
  });

  it('are listed as such, with their place', async () => {
    await write('mine/starts.ts', rule('agent-starts', finds));
    const { stdout } = await run(['rules', '--rules', 'mine'], { cwd });
    expect(stdout).toMatch(
      /agent-starts {2}\(your own\)\n.*\n.*mine\/starts\.ts:3\n {2}tolerance: 1 min 30 s\n$/,
    );
    expect(stdout).toContain('masked-failure\n');
    expect(stdout).toContain('  tolerance: 10 s\n');
    expect(stdout).toContain('  bound: 10000\n');
  });

  it('are checked, with code 1 where one is refused', async () => {
    await write('mine/starts.ts', rule('agent-starts', finds));
    expect(await run(['rules', 'check', 'mine'], { cwd })).toMatchObject({ code: 0 });
    await write('mine/broken.ts', 'enum No {}');
    const { code, stdout } = await run(['rules', 'check', 'mine'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(/ok {7}agent-starts .*starts\.ts:3\nrefused {2}.*broken\.ts:1: /s);
  });

  it('are named by doctor, which bears with them', async () => {
    await write('mine/broken.ts', 'enum No {}');
    await write('mortsafe.yaml', 'rules: mine\ndoors: { agents: { port: 0 }, soc: { port: 0 } }');
    const { code, stdout } = await run(['doctor'], { cwd });
    expect(stdout).toMatch(/warning {2}a rule of your own at .*mine\/broken\.ts:1: .*; it is not run/);
    expect(code).toBe(0);
  });

  it('begin with a rule that works, and a test that passes', async () => {
    expect(await run(['rules', 'new', 'mine/calls-to-the-dead'], { cwd })).toMatchObject({ code: 0 });
    expect((await readdir(join(cwd, 'mine'))).sort()).toEqual([
      'calls-to-the-dead.test.ts',
      'calls-to-the-dead.ts',
      'tsconfig.json',
    ]);
    const { code, stdout } = await run(['rules', 'test', 'mine'], { cwd, env: { PATH: process.env.PATH } });
    expect(stdout).toContain('calls-to-the-dead fires');
    expect(stdout).toContain('pass 3');
    expect(code).toBe(0);
    expect(await run(['rules', 'new', 'mine/calls-to-the-dead'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('exists already'),
    });
    expect(await run(['rules', 'new', 'mine/Rule'], { cwd })).toMatchObject({ code: 2 });
  });

  it('have tests that fail with code 1', async () => {
    await write('mine/starts.ts', rule('agent-starts', finds));
    await write(
      'mine/starts.test.ts',
      `import { started, testRule } from '@mortsafe/testing';
import { aRule } from './starts.ts';
testRule(aRule, { fires: {}, staysQuiet: { 'when an agent starts': [started('worker', { at: '0s' })] } });
`,
    );
    expect(await run(['rules', 'test', 'mine'], { cwd, env: {} })).toMatchObject({ code: 1 });
  });
});
