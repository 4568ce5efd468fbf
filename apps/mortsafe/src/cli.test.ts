import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rules } from '@mortsafe/rules';
import { describe, expect, it } from 'vitest';
import { nodeCheck } from './commands/doctor.ts';
import { run } from './testing/captured-io.ts';

describe('the command line', () => {
  it('says its version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });

  it('lists its commands', async () => {
    const { code, stdout } = await run(['--help']);
    expect(code).toBe(0);
    for (const command of [
      'up',
      'demo',
      'replay',
      'kill',
      'authorise-relaunch',
      'rescind',
      'rules',
      'doctor',
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
  });

  it.each([
    ['the command does not exist', ['observe']],
    ['an option does not exist', ['replay', 'a', '--jsno']],
    ['there is no file to replay', ['replay']],
    ['a port is none', ['up', '--agents-port', 'many']],
    ['a port is too high', ['up', '--agents-port', '65536']],
  ])('ends with 2 when %s', async (_, args) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
  });

  it.each([
    ['a command that does not exist', ['observe'], '(mortsafe --help lists the commands)'],
    ['an option', ['up', '--port', '1'], '(mortsafe up --help lists its options)'],
    ['a command below a command', ['rules', 'new'], '(mortsafe rules new --help lists its options)'],
  ])('names the help that would have helped, after a mistake in %s', async (_, args, hint) => {
    expect((await run(args)).stderr).toContain(hint);
  });
});

describe('mortsafe rules', () => {
  it('names every rule with its title, its page and its numbers', async () => {
    const { stdout } = await run(['rules', '--json']);
    const listed = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(listed).toEqual(
      rules.map(({ id, title, limits }) => ({ id, title, page: `docs/rules/${id}.md`, limits })),
    );
  });
});

describe('mortsafe doctor', () => {
  it('finds nothing wrong where all is well', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'mortsafe-doctor-'));
    await writeFile(join(cwd, 'mortsafe.yaml'), 'doors: { agents: { port: 0 }, soc: { port: 0 } }');
    const { code, stdout } = await run(['doctor'], { cwd });
    await rm(cwd, { recursive: true });
    expect(stdout).not.toContain('trouble');
    expect(code).toBe(0);
  });

  it('names a port that is taken, and ends with 1', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = String(typeof address === 'object' && address?.port);
    const cwd = await mkdtemp(join(tmpdir(), 'mortsafe-doctor-'));
    await writeFile(join(cwd, 'mortsafe.yaml'), `doors: { agents: { port: ${port} }, soc: { port: 0 } }`);
    const { code, stdout } = await run(['doctor'], { cwd });
    server.close();
    await rm(cwd, { recursive: true });
    expect(code).toBe(1);
    expect(stdout).toContain(`trouble  the agents' door on 127.0.0.1:${port}: the port is taken`);
  });

  it('names a configuration that cannot be read', async () => {
    const { code, stdout } = await run(['doctor', '--config', '/nowhere.yaml']);
    expect(code).toBe(1);
    expect(stdout).toContain('trouble  the configuration and the policy: /nowhere.yaml');
  });

  it.each([
    ['24.0.0', undefined],
    ['23.11.1', 'version 24 or later is needed'],
  ])('judges Node.js %s', (version, trouble) => {
    expect(nodeCheck(version).trouble).toBe(trouble);
  });
});
