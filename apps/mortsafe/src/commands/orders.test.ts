import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentEvent } from '@mortsafe/agent-events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ran, run } from '../testing/captured-io.ts';
import { quietSettings } from '../testing/settings.ts';
import { type Mortsafe, startMortsafe } from '../up/start-mortsafe.ts';

describe('mortsafe orders', () => {
  let data: string;
  let mortsafe: Mortsafe;
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'mortsafe-orders-'));
    const executors = [{ fleet: 'shop', command: ['true', '{agent}'] }];
    mortsafe = await startMortsafe(quietSettings(data, { executors }), { log: () => {} });
  }, 60_000);
  afterAll(async () => {
    await mortsafe.stop();
    await rm(data, { recursive: true, force: true });
  });

  const say = (...args: string[]): Promise<Ran> => run([...args, '--url', mortsafe.soc.url, '--data', data]);
  const started = (instance: string, id: string): AgentEvent => ({
    ...{ id, type: 'agent.started', time: Date.now(), observedTime: Date.now() },
    ...{ origin: 'platform', fleet: 'shop', agent: 'worker-3', instance },
  });

  it('says that there are none', async () => {
    expect(await say('orders')).toMatchObject({ code: 0, stdout: 'No order was ever seen.\n' });
  });

  it('lists an order, and tells of each instance what became of it', async () => {
    await mortsafe.detector.accept([started('a', 'first')]);
    const killed = await say('kill', 'worker-3', '--fleet', 'shop');
    const order = /^order (\S+)$/m.exec(killed.stdout)?.[1] ?? 'none';
    expect(killed.stdout).toContain(`seen so far: 1 ordered\nmortsafe orders ${order} tells`);

    await mortsafe.detector.accept([started('b', 'second')]);
    await expect.poll(async () => (await say('orders')).stdout, { timeout: 10_000 }).toContain('violated');
    const { stdout } = await say('orders', '--fleet', 'shop');
    expect(stdout).toMatch(new RegExp(`violated +shop +worker-3 +${order} +1 ordered, 1 violated`));

    const one = await say('orders', order);
    expect(one.stdout).toMatch(/^violated: worker-3 in shop, ordered by person:/);
    expect(one.stdout).toMatch(/worker-3 +b +violated/);
    const json = JSON.parse((await say('orders', order, '--json')).stdout);
    expect(json).toMatchObject({ whole: { state: 'violated' }, instances: [{ instance: 'b' }, {}] });
  }, 30_000);

  it('says that an order was never seen', async () => {
    const ran = await say('orders', 'kill-none');
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('no order kill-none was seen');
  });

  it('needs a token', async () => {
    const env = { MORTSAFE_CONTROL_TOKEN: 'somebody-elses-token' };
    const ran = await run(['orders', '--url', mortsafe.soc.url], { env });
    expect(ran).toMatchObject({ code: 2 });
  });
});
