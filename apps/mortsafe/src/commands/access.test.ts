import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run as runCommand } from '../testing/captured-io.ts';
import { quietSettings } from '../testing/settings.ts';
import { type Mortsafe, startMortsafe } from '../up/start-mortsafe.ts';

describe('containment and tokens by the command line', () => {
  let directory: string;
  let mortsafe: Mortsafe;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mortsafe-access-'));
    const settings = quietSettings(directory, { access: { fourEyes: true } });
    mortsafe = await startMortsafe(settings, { log: () => {} });
  }, 120_000);
  afterAll(async () => {
    await mortsafe.stop();
    await rm(directory, { recursive: true, force: true });
  }, 30_000);

  const run = (...words: string[]) => runCommand([...words, '--url', mortsafe.soc.url, '--data', directory]);
  const ask = (path: string, token: string) =>
    fetch(`${mortsafe.soc.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });

  it('marks, quarantines, and shows it in the register', async () => {
    expect(await run('mark-compromised', 'worker-3', '--fleet', 'shop', '--evidence', 'EDR-7')).toMatchObject(
      {
        code: 0,
        stdout: 'recorded: worker-3 is marked as compromised\n',
      },
    );
    expect((await run('quarantine', 'worker-3', '--fleet', 'shop')).code).toBe(0);
    const { token } = mortsafe.controlToken;
    const { containments } = (await (await ask('containments', token)).json()) as { containments: object[] };
    expect(containments).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ agent: 'worker-3', state: 'compromised', reason: 'EDR-7' }),
        expect.objectContaining({ agent: 'worker-3', state: 'quarantined' }),
      ]),
    );
  });

  it('lets off by two people alone', async () => {
    const asked = await run('clear', 'worker-3', '--fleet', 'shop');
    const [, id = ''] = /mortsafe confirm (app-\w+)/.exec(asked.stdout) ?? [];
    expect(asked.code).toBe(0);
    expect((await run('approvals')).stdout).toContain(id);
    expect(await run('confirm', id)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('somebody else'),
    });
    expect((await run('decline', id)).code).toBe(0);
    expect((await run('approvals')).stdout).toContain('Nothing waits');
  });

  it('gives a machine a token that is shown once, works, and ends', async () => {
    const made = await run('token', 'create', 'edr', '--role', 'viewer', '--fleet', 'shop');
    const secret = made.stdout.trim();
    const [, id = ''] = /(tok-\w+)/.exec(made.stderr) ?? [];
    expect(secret).toMatch(/^mst_/);
    expect((await ask('incidents', secret)).status).toBe(200);
    const listed = await run('token', 'list');
    expect(listed.stdout).toContain(id);
    expect(listed.stdout).not.toContain(secret);
    expect((await run('token', 'revoke', id)).code).toBe(0);
    expect((await ask('incidents', secret)).status).toBe(401);
  });

  it('lets whoever started it act by the link that it printed, once, from its own page', async () => {
    const link = await fetch(mortsafe.soc.viewLink(), { redirect: 'manual' });
    const cookie = link.headers.get('set-cookie')?.split(';')[0] ?? '';
    const me = await fetch(`${mortsafe.soc.url}/api/v1/me`, { headers: { cookie } });
    expect(await me.json()).toMatchObject({
      ...{ kind: 'person', name: mortsafe.controlToken.person },
      grants: [{ role: 'admin', fleets: ['*'] }],
      freshUntil: expect.any(Number),
    });
    const order = (site: string) =>
      fetch(`${mortsafe.soc.url}/api/v1/control/quarantine`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', 'sec-fetch-site': site },
        body: JSON.stringify({ fleet: 'shop', agent: 'worker-4' }),
      });
    expect((await order('cross-site')).status).toBe(403);
    expect((await order('same-origin')).status).toBe(201);
  });
});
