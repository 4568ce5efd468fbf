import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run as runCommand } from '../testing/captured-io.ts';
import { type Commands, commandsIn, type RunningCommand } from '../testing/commands-in.ts';
import { quietSettings } from '../testing/settings.ts';
import { type Mortsafe, startMortsafe } from '../up/start-mortsafe.ts';

const AGENT = fileURLToPath(new URL('../testing/obedient-agent.ts', import.meta.url));
const WAIT = { timeout: 30_000, interval: 50 };

describe('agents that hear of their orders', { timeout: 60_000 }, () => {
  let directory: string;
  let mortsafe: Mortsafe;
  let processes: Commands;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mortsafe-obey-'));
    mortsafe = await startMortsafe(quietSettings(directory), { log: () => {} });
    processes = commandsIn(directory);
  }, 120_000);
  afterAll(async () => {
    processes.endAll();
    await mortsafe.stop();
    await rm(directory, { recursive: true, force: true });
  }, 30_000);

  const run = (...words: string[]) => runCommand([...words, '--url', mortsafe.soc.url, '--data', directory]);
  const tokens = new Map<string, string>();
  async function start(agent: string, ...args: string[]): Promise<RunningCommand> {
    const known = tokens.get(agent);
    const made =
      known ?? (await run('token', 'create', agent, '--role', 'agent', '--fleet', 'shop')).stdout.trim();
    tokens.set(agent, made);
    return processes.node([AGENT, ...args], {
      ...{ MORTSAFE_AGENT: agent, MORTSAFE_FLEET: 'shop', MORTSAFE_ENDPOINT: mortsafe.agentsUrl },
      ...{ MORTSAFE_ORDERS_URL: mortsafe.soc.ordersUrl, MORTSAFE_ORDERS_TOKEN: made },
    });
  }
  const orderIn = (stdout: string): string => /^order (\S+)$/m.exec(stdout)?.[1] ?? 'none';

  it('abort their work, acknowledge and end, and the order says so', async () => {
    const agent = await start('worker-3');
    await expect.poll(agent.said, WAIT).toContain('working');
    const { stdout } = await run('kill', 'worker-3', '--fleet', 'shop');
    expect(stdout).toContain('worker-3 listens for its orders, and is told');
    const order = orderIn(stdout);
    expect(await agent.ended).toBe(0);
    expect(agent.said()).toContain('a kill is in force on worker-3');
    const inFull = async () => (await run('orders', order)).stdout;
    await expect.poll(inFull, WAIT).toMatch(/ordered .*acknowledged .*effective /);
  });

  it('do nothing in a process that somebody starts again, and are not launched by peers', async () => {
    const again = await start('worker-3');
    const peer = await start('planner', 'worker-3');
    expect([await again.ended, await peer.ended]).toEqual([0, 0]);
    expect(again.said()).not.toContain('working');
    for (const { said } of [again, peer]) expect(said()).toContain('a kill is in force on worker-3');
    expect(peer.said()).not.toContain('launched');
  });

  it('work again once somebody authorises it', async () => {
    expect((await run('authorise-relaunch', 'worker-3', '--fleet', 'shop')).code).toBe(0);
    const [peer, back] = [await start('planner', 'worker-3'), await start('worker-3')];
    await expect.poll(back.said, WAIT).toContain('working');
    expect(await peer.ended).toBe(0);
    expect(peer.said()).toContain('launched worker-3');
    await back.end();
  });

  it('have a token that lists, shows and orders nothing', async () => {
    const { stdout } = await run('token', 'list');
    expect(stdout).toMatch(/worker-3 +agent +shop/);
    const env = { MORTSAFE_CONTROL_TOKEN: tokens.get('worker-3') ?? '' };
    const ran = await runCommand(['kill', 'planner', '--fleet', 'shop', '--url', mortsafe.soc.url], { env });
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('does not know this token') });
  });
});
