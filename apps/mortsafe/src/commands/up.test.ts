import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '@mortsafe/sources';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../testing/captured-io.ts';

describe('mortsafe up', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'mortsafe-up-'));
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));

  const anyPorts = ['--agents-port', '0', '--soc-port', '0'];
  const configure = (text: string) => writeFile(join(cwd, 'mortsafe.yaml'), text);

  it.each([
    ['a key does not exist', 'doors:\n  agents:\n    prot: 4318\n', 'mortsafe.yaml:3:5: doors.agents.prot'],
    ['a value is wrong', 'doors:\n  agents: { port: 70000 }\n', 'mortsafe.yaml:2:19: doors.agents.port'],
    ['it is no YAML', 'doors: [', 'mortsafe.yaml:1:'],
    [
      'a secret stands in it',
      'channels:\n  slack:\n    - url: https://hooks.example.org/x\n',
      'mortsafe.yaml:3:12: channels.slack.0.url: a secret is named by',
    ],
    ['a secret is missing', 'channels: { slack: [{ url: { env: NOWHERE } }] }', 'NOWHERE cannot be read'],
    [
      'a secret file is missing',
      'channels: { slack: [{ url: { file: no } }] }',
      'the file no cannot be read',
    ],
    ['sensors come without a token', 'doors: { platform: { port: 1, tokens: [] } }', 'sensors need tokens'],
    ['the policy is missing', 'policy: no.yaml', 'no.yaml: the policy cannot be read (ENOENT)'],
    ['an executor is neither', 'executors: [{ fleet: a }]', 'an executor has a fleet, and one of'],
  ])('ends with 2 and says where, when %s', async (_, text, reason) => {
    await configure(text);
    const { code, stdout, stderr } = await run(['up'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(reason);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('never repeats a secret that stands where it should not', async () => {
    await configure('channels: { slack: [{ url: "https://hooks.example.org/very-secret" }] }');
    expect((await run(['up'], { cwd })).stderr).not.toContain('very-secret');
  });

  it.each([
    [
      'a webhook secret is none',
      'channels: { webhooks: [{ url: { env: URL }, secret: { env: SHORT } }] }',
      'webhook secret: expected whsec_',
    ],
    [
      'a control token is too short',
      'doors: { soc: { controlTokens: [{ token: { env: SHORT }, person: ada }] } }',
      'a control token has fewer than 16 characters',
    ],
    [
      'a command has a place that nobody fills',
      'executors: [{ fleet: a, command: [kill, "{pod}"] }]',
      'nobody knows {pod}',
    ],
  ])('ends with 2 and without the secret, when %s', async (_, text, reason) => {
    await configure(text);
    const env = { URL: 'http://127.0.0.1:1/', SHORT: 'too-short' };
    const { code, stderr } = await run(['up', ...anyPorts], { cwd, env });
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
    expect(stderr).not.toContain('too-short');
  });

  it('does not open the door of agents to the network without tokens', async () => {
    const { code, stderr } = await run(['up', '--listen', '0.0.0.0'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("the agents' door would listen on 0.0.0.0 for anybody");
  });

  it('does not use a data directory that another process uses', async () => {
    const log = await openLog(join(cwd, '.mortsafe', 'agent-events'));
    const { code, stderr } = await run(['up', ...anyPorts], { cwd });
    await log.close();
    expect(code).toBe(2);
    expect(stderr).toContain('in use by another mortsafe');
  });

  it.each(['--agents-port', '--soc-port'])('says what to do when the port of %s is taken', async (option) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = String(typeof address === 'object' && address?.port);
    const { code, stderr } = await run(['up', ...anyPorts, option, port], { cwd });
    server.close();
    expect(code).toBe(2);
    expect(stderr).toContain(`127.0.0.1:${port} is taken`);
    expect(stderr).toContain('choose another port');
  });
});
