import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doorFlags } from '../config/door-location.ts';
import { type Ran, run } from '../testing/captured-io.ts';
import { quietSettings } from '../testing/settings.ts';
import { type Mortsafe, startMortsafe } from '../up/start-mortsafe.ts';

describe('the commands that order something', () => {
  let data: string;
  let mortsafe: Mortsafe;
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'mortsafe-control-'));
    const executors = [
      { fleet: 'shop', command: ['true', '{agent}'] },
      { fleet: 'broken', command: ['false', '{agent}'] },
    ];
    mortsafe = await startMortsafe(quietSettings(data, { executors }), { log: () => {} });
    for (const fleet of ['shop', 'broken', 'other']) {
      const times = { time: Date.now(), observedTime: Date.now() };
      const worker = { fleet, agent: 'worker-3', instance: 'worker-3-a' };
      const started = { id: `start-${fleet}`, type: 'agent.started', origin: 'platform' } as const;
      await mortsafe.detector.accept([{ ...started, ...times, ...worker }]);
    }
  }, 120_000);
  afterAll(async () => {
    await mortsafe.stop();
    await rm(data, { recursive: true, force: true });
  }, 30_000);

  const order = (...args: string[]): Promise<Ran> =>
    run([...args, '--url', mortsafe.soc.url, '--data', data]);
  const orderIn = ({ stdout }: Ran): string => /^order (\S+)$/m.exec(stdout)?.[1] ?? 'none';

  it('print the order and that it was carried out', async () => {
    const ran = await order('kill', 'worker-3', '--fleet', 'shop', '--reason', 'it lies', '--deadline', '5s');
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).toMatch(/^order kill-\S+\ncarried out; its stop is yet to be seen/);
    const [latest] = await mortsafe.soc.orders();
    expect(latest?.event).toMatchObject({ deadline: 5_000, reason: 'it lies', scope: 'agent' });
  });

  it('say that nobody carries an order out where no executor is configured and nobody listens', async () => {
    const ran = await order('kill', 'worker-3', '--fleet', 'other');
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).toMatch(
      /recorded, carried out by no executor \(.* no agent that is meant is connected here/,
    );
  });

  it('end with 1 when carrying it out failed', async () => {
    const ran = await order('kill', 'worker-3', '--fleet', 'broken');
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.stdout).toContain('carrying it out failed');
  });

  it('kill instances alone, or a whole fleet', async () => {
    const one = await order('kill', '--instance', 'worker-3-a', '--fleet', 'other');
    const all = await order('kill', '--whole-fleet', '--fleet', 'other', '--level', 'emergency');
    expect([one.code, all.code]).toEqual([0, 0]);
    const [fleet, instance] = await mortsafe.soc.orders();
    expect(fleet?.event).toMatchObject({ scope: 'fleet', target: { fleet: true }, level: 'emergency' });
    expect(instance?.event).toMatchObject({ scope: 'instance', target: { instances: ['worker-3-a'] } });
  });

  it.each([
    ['an agent', ['worker-3']],
    ['an instance', ['--instance', 'worker-3-a']],
  ])('refuse a whole fleet together with %s: one of the two was not meant', async (_, beside) => {
    const before = await mortsafe.soc.orders();
    const ran = await order('kill', ...beside, '--whole-fleet', '--fleet', 'other');
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('name none beside it');
    expect(await mortsafe.soc.orders()).toEqual(before);
  });

  it('authorise a relaunch, and say until when', async () => {
    const ran = await order('authorise-relaunch', 'worker-3', '--fleet', 'shop', '--for', '10m');
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).toMatch(/worker-3 may be brought back until \d{4}-/);
  });

  it('rescind an order, whose fleet is known', async () => {
    const id = orderIn(await order('kill', 'worker-4', '--fleet', 'shop'));
    const ran = await order('rescind', id, '--reason', 'the wrong one');
    expect(ran).toMatchObject({ code: 0, stdout: `rescinded: ${id}\n` });
    const rescinded = (await mortsafe.soc.orders()).find((one) => one.id === id);
    expect(rescinded?.rescindedAt).not.toBeNull();
  });

  it('store every order where the detector reads it', async () => {
    const before = mortsafe.detector.health().eventsAccepted;
    await order('authorise-relaunch', 'worker-3', '--fleet', 'shop');
    expect(mortsafe.detector.health().eventsAccepted).toBe(before + 1);
  });

  it.each([
    ['an agent', ['wroker-3', '--fleet', 'shop']],
    ['one of several agents', ['worker-3', 'wroker-3', '--fleet', 'other']],
    ['an instance', ['--instance', 'worker-3-b', '--fleet', 'other']],
    ['a whole fleet', ['--whole-fleet', '--fleet', 'ohter']],
  ])('end with 1 where %s was never seen, for it may be misspelt', async (_, named) => {
    const ran = await order('kill', ...named);
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.stderr).toContain(`rescind ${orderIn(ran)} ends the order`);
  });

  it('name an agent that was never seen', async () => {
    const { stderr } = await order('kill', 'wroker-3', '--fleet', 'other');
    expect(stderr).toMatch(/^mortsafe: wroker-3 was never seen in other\n/);
  });

  it.each([
    ['nobody is named', ['kill', '--fleet', 'shop'], 'name the agents to kill'],
    ['the deadline is none', ['kill', 'a', '--fleet', 'shop', '--deadline', 'soon'], 'soon is no duration'],
    ['the scope does not exist', ['kill', 'a', '--fleet', 'shop', '--scope', 'all'], 'refuses'],
    ['the fleet is missing', ['kill', 'a'], '--fleet'],
  ])('end with 2 when %s', async (_, args, reason) => {
    const ran = await order(...args);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(reason);
  });

  it('end with 2 when the token is not the right one', async () => {
    const env = { MORTSAFE_CONTROL_TOKEN: 'somebody-elses-token' };
    const ran = await run(['kill', 'a', '--fleet', 'shop', '--url', mortsafe.soc.url], { env });
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain('does not know this token');
  });

  it('end with 2 when there is no token', async () => {
    const ran = await run(['kill', 'a', '--fleet', 'shop', '--url', mortsafe.soc.url, '--data', '/nowhere']);
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain('MORTSAFE_CONTROL_TOKEN');
  });

  it('end with 2 when nobody answers', async () => {
    const ran = await run(['rescind', 'k-1', '--url', 'http://127.0.0.1:1', '--data', data]);
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain('is `mortsafe up` running?');
  });

  it('end with 1 when there is nothing left to rescind', async () => {
    const id = orderIn(await order('kill', 'worker-3', '--fleet', 'other'));
    expect(await order('rescind', id)).toMatchObject({ code: 0, stdout: `rescinded: ${id}\n` });
    expect(await order('rescind', id)).toMatchObject({ code: 1, stdout: `was rescinded already: ${id}\n` });
  });

  it('find the door by the configuration, where one is', async () => {
    const { port } = mortsafe.soc;
    await writeFile(join(data, 'mortsafe.yaml'), `data: .\ndoors: { soc: { port: ${port} } }\n`);
    expect(await run(['link'], { cwd: data })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(`^${mortsafe.soc.url}/\\?token=\\S+\n$`),
    });
    expect(doorFlags(quietSettings(data), mortsafe.soc.url, { cwd: data, env: {} })).toBe('');
    expect(doorFlags(quietSettings(data), mortsafe.soc.url, { cwd: '/', env: {} })).toBe(
      `--url ${mortsafe.soc.url} --data ${data}`,
    );
  });
});

describe('the command that lists agents', () => {
  it('names fleet, agent and instance, and when it was seen', async () => {
    const data = await mkdtemp(join(tmpdir(), 'mortsafe-agents-'));
    const mortsafe = await startMortsafe(quietSettings(data), { log: () => {} });
    const agents = () => run(['agents', '--url', mortsafe.soc.url, '--data', data]);
    try {
      expect((await agents()).stdout).toBe('Nobody was seen yet.\n');
      const started = {
        id: 'e1',
        type: 'agent.started',
        time: Date.now(),
        observedTime: Date.now(),
      } as const;
      const worker = { origin: 'platform', fleet: 'shop', agent: 'worker', instance: 'worker-1' } as const;
      await mortsafe.detector.accept([{ ...started, ...worker }]);
      await expect
        .poll(async () => (await agents()).stdout, { timeout: 20_000 })
        .toMatch(/shop +worker +.* ago +- +worker-1 \(unwatched, .* ago\)/);
    } finally {
      await mortsafe.stop();
      await rm(data, { recursive: true, force: true });
    }
  }, 120_000);
});
