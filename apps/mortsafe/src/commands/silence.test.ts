import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ran, run } from '../testing/captured-io.ts';
import { quietSettings } from '../testing/settings.ts';
import { receiveWebhooks } from '../testing/webhook-receiver.ts';
import { type Mortsafe, startMortsafe } from '../up/start-mortsafe.ts';

describe('silencing and channels from the command line', () => {
  let data: string;
  let mortsafe: Mortsafe;
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'mortsafe-silence-'));
    mortsafe = await startMortsafe(quietSettings(data), { log: () => {} });
  }, 60_000);
  afterAll(async () => {
    await mortsafe.stop();
    await rm(data, { recursive: true, force: true });
  });
  const say = (...args: string[]): Promise<Ran> => run([...args, '--url', mortsafe.soc.url, '--data', data]);

  it('adds a silence, lists it with its author and reason, and ends it', async () => {
    const added = await say(
      'silence',
      'add',
      'fleet="shop"',
      'rule=~"telemetry-.*"',
      '--for',
      '4h',
      '--reason',
      'moving',
    );
    expect(added).toMatchObject({ code: 0, stderr: '' });
    const id = /^(sil-\w+): until/.exec(added.stdout)?.[1] ?? 'none';
    const listed = await say('silence', 'list');
    expect(listed.stdout).toContain(id);
    expect(listed.stdout).toMatch(/active: +fleet="shop", rule=~"telemetry-\.\*"/);
    expect(listed.stdout).toMatch(/by: +.+: moving/);

    expect(await say('silence', 'expire', id)).toMatchObject({ code: 0, stdout: `expired: ${id}\n` });
    expect(await say('silence', 'list')).toMatchObject({ stdout: 'Nothing is silenced.\n' });
    expect((await say('silence', 'list', '--ended')).stdout).toContain('ended by');
  });

  it.each([
    ['a label that is none', ['colour=red'], '4h', 'there is no label colour'],
    ['a time that is none', ['fleet=a'], 'soon', 'a duration such as 30m'],
    ['too long a time', ['fleet=a'], '31d', 'forMs'],
  ])('says what is wrong with %s', async (_what, matchers, time, said) => {
    const ran = await say('silence', 'add', ...matchers, '--for', time, '--reason', 'x');
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(said);
  });

  it('says that nothing is left undelivered, and asks what to send again', async () => {
    expect(await say('channels', 'dead')).toMatchObject({
      code: 0,
      stdout: 'Every message arrived, or is on its way.\n',
    });
    expect(await say('channels', 'resend')).toMatchObject({ code: 2 });
    expect(await say('channels', 'resend', '--all')).toMatchObject({
      code: 1,
      stdout: '0 on their way again\n',
    });
  });
});

describe('channels from the command line', () => {
  it('are listed without their secrets, and tested by a sample', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'mortsafe-channels-'));
    const receiver = await receiveWebhooks();
    const env = { URL: receiver.url, SECRET: `whsec_${Buffer.alloc(32, 1).toString('base64')}` };
    await writeFile(
      join(cwd, 'mortsafe.yaml'),
      'channels: { webhooks: [{ url: { env: URL }, secret: { env: SECRET } }], ocsf: [{ file: no/where.ndjson }] }',
    );
    const listed = await run(['channels', 'list'], { cwd, env });
    expect(listed.stdout).toMatch(/webhook-1 +webhook +127\.0\.0\.1/);
    expect(listed.stdout).not.toContain('whsec');

    const tested = await run(['channels', 'test', 'webhook-1'], { cwd, env });
    expect(tested).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^webhook-1 \(.+\): delivered\n$/),
    });
    const all = await run(['channels', 'test'], { cwd, env });
    expect(all.code).toBe(1);
    expect(all.stdout).toContain('TEST: this channel works');
    expect(all.stdout).toContain('ocsf-1');
    expect(await run(['channels', 'test', 'pager'], { cwd, env })).toMatchObject({ code: 2 });
    receiver.close();
    await rm(cwd, { recursive: true });
  });
});
