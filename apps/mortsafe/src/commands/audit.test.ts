import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ran, run } from '../testing/captured-io.ts';
import { quietSettings } from '../testing/settings.ts';
import { type Mortsafe, startMortsafe } from '../up/start-mortsafe.ts';

describe('the audit trail on the command line', () => {
  let data: string;
  let mortsafe: Mortsafe;
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'mortsafe-audit-'));
    mortsafe = await startMortsafe(quietSettings(data), { log: () => {} });
  }, 60_000);
  afterAll(async () => {
    await mortsafe.stop();
    await rm(data, { recursive: true, force: true });
  });
  const say = (...args: string[]): Promise<Ran> => run([...args, '--url', mortsafe.soc.url, '--data', data]);

  it('holds, and shows by an anchor of before that nothing was cut off', async () => {
    expect(await say('audit', 'verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('empty') });
    await say('silence', 'add', 'fleet="shop"', '--for', '4h', '--reason', 'moving');
    const whole = await say('audit', 'verify');
    expect(whole).toMatchObject({ code: 0, stdout: expect.stringContaining('holds: 1 entries') });
    const anchor = whole.stdout.trim().split('\n').at(-1) ?? '';

    await say('silence', 'add', 'fleet="other"', '--for', '4h', '--reason', 'moving');
    expect(await say('audit', 'verify', '--anchor', anchor)).toMatchObject({ code: 0 });
    const forged = anchor.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    const broken = await say('audit', 'verify', '--anchor', forged, `9:${'0'.repeat(64)}`);
    expect(broken).toMatchObject({ code: 1, stdout: expect.stringContaining('BROKEN, in 2 places') });
    expect(await say('audit', 'verify', '--anchor', 'x')).toMatchObject({ code: 2, stdout: '' });
  });

  it('stays what it is where nothing is old enough to be deleted', async () => {
    const said = 'Nothing is over and old enough.\n';
    expect(await say('purge')).toMatchObject({ code: 0, stdout: said });
    expect(await say('purge', '--yes', '--incidents-days', '1')).toMatchObject({ code: 0, stdout: said });
    expect(await say('purge', '--incidents-days', '0')).toMatchObject({ code: 2 });
  });

  it('is listed, the newest first, by what one asks for', async () => {
    const listed = await say('audit', 'list');
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(listed.stdout).toMatch(/ENTRY +WHEN +WHO +WHAT +ABOUT +CHANGE/);
    expect(listed.stdout).toContain('person:');
    const none = await say('audit', 'list', '--action', 'incident.');
    expect(none).toMatchObject({ code: 0, stdout: 'Nothing of that stands in the audit trail.\n' });
    const [first = ''] = (await say('audit', 'list', '--json', '--limit', '1')).stdout.split('\n');
    expect(JSON.parse(first)).toMatchObject({ sequence: 2 });
  });
});
