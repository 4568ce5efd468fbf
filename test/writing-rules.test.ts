import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPolicy } from '../apps/mortsafe/src/config/read-policy.ts';
import { run } from '../apps/mortsafe/src/testing/captured-io.ts';
import { ruleSet } from '../apps/mortsafe/src/user-rules/rule-set.ts';

const page = await readFile(new URL('../docs/writing-rules.md', import.meta.url), 'utf8');

/** What the page says stands in a file. */
const fileOf = (name: string): string =>
  page.split(`\`my-rules/${name}\`:\n\n\`\`\`ts\n`)[1]?.split('```')[0] ?? '';

describe('the page about writing rules', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'mortsafe-page-'));
    await mkdir(join(cwd, 'my-rules'));
    for (const name of ['knocks-on-the-dead.ts', 'knocks-on-the-dead.test.ts']) {
      await writeFile(join(cwd, 'my-rules', name), fileOf(name));
    }
  });
  afterAll(() => rm(cwd, { recursive: true, force: true }));

  it('shows a rule that is accepted', async () => {
    const { code, stdout } = await run(['rules', 'check', 'my-rules'], { cwd });
    expect(stdout).toMatch(/^ok {7}knocks-on-the-dead /);
    expect(code).toBe(0);
  });

  it('shows a test that passes', async () => {
    const { code, stdout } = await run(['rules', 'test', 'my-rules'], { cwd });
    expect(stdout).toMatch(/pass 4\b/);
    expect(code).toBe(0);
  });

  it('shows a policy that tunes it', () => {
    const [, policy = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    const read = readPolicy(policy, 'docs/writing-rules.md', ruleSet(join(cwd, 'my-rules')));
    expect(read.policy.fleets[0]?.rules['knocks-on-the-dead']?.limits).toEqual({
      calls: 10,
      within: 600_000,
    });
  });
});
