import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OtlpReceiver, otlpReceiver, until } from './testing/otlp-receiver.ts';
import { type AgentProcess, runAgent } from './testing/run-agent.ts';

let receiver: OtlpReceiver;
const running: AgentProcess[] = [];

beforeEach(async () => {
  receiver = await otlpReceiver();
});
afterEach(async () => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL');
  await receiver.close();
});

function run(act: string, env: Record<string, string> = {}): AgentProcess {
  const agent = runAgent(act, receiver.url, env);
  running.push(agent);
  return agent;
}
const stops = () => receiver.events.filter(({ type }) => type === 'agent.stopped');
const beating = () => receiver.event('agent.heartbeat');

describe('an agent whose process ends', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'says so at %s, and the signal still ends it',
    async (signal) => {
      const { child, ended } = run('live');
      await beating();
      child.kill(signal);
      expect(await ended).toBe(signal);
      expect(stops()).toMatchObject([{ agent: 'parent', reason: 'killed' }]);
    },
  );

  it('says so at its natural end', async () => {
    expect(await run('end').ended).toBe(0);
    expect(stops()).toMatchObject([{ reason: 'completed' }]);
  });

  it('says so at an uncaught exception, without its message, and still crashes', async () => {
    const { ended, output } = run('crash');
    expect(await ended).toBe(1);
    expect(output()).toContain('prompt: secret');
    expect(stops()).toMatchObject([{ reason: 'crashed' }]);
    expect(JSON.stringify(receiver.events)).not.toContain('secret');
  });

  it('says so at process.exit(), which waits for nobody', async () => {
    expect(await run('exit').ended).toBe(3);
    expect(stops()).toMatchObject([{ reason: 'crashed' }]);
  });

  it('says nothing of a crash when somebody catches the exception and it lives on', async () => {
    expect(await run('crash-handled').ended).toBe(0);
    expect(stops()).toMatchObject([{ reason: 'drained' }]);
  });

  it('leaves the signal to a handler of the user, and says so when that ends it', async () => {
    const { child, ended } = run('own-handler');
    await beating();
    child.kill('SIGTERM');
    expect(await ended).toBe(7);
    expect(stops()).toMatchObject([{ reason: 'killed' }]);
  });

  it('reports no end that a handler of the user prevents, and beats on', async () => {
    const { child } = run('swallows-signals');
    await beating();
    child.kill('SIGTERM');
    const beatsAtSignal = receiver.events.length;
    await until(() => receiver.events[beatsAtSignal + 3], 'life after the signal');
    expect(stops()).toEqual([]);
    // The watch goes on: where nobody else handles a signal, it still says so.
    child.kill('SIGINT');
    await receiver.event('agent.stopped');
  });

  it('does not keep alive whom a handler ends only if it is the only one', async () => {
    const { child, ended } = run('only-one-handler');
    await beating();
    child.kill('SIGTERM');
    expect(await ended).toBe('SIGTERM');
  });

  it('is not held by a receiver that never answers', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const agents = ['end', 'live'].map((act) => run(act, { MORTSAFE_ENDPOINT: `http://127.0.0.1:${port}` }));
    await new Promise((resolve) => silent.once('connection', resolve));
    expect(await agents[0]?.ended).toBe(0);
    agents[1]?.child.kill('SIGTERM');
    expect(await agents[1]?.ended).toBe('SIGTERM');
    silent.close();
  });

  it('lets every agent in it say so', async () => {
    const { child, ended } = run('two-agents');
    await receiver.event('agent.heartbeat', 'second');
    child.kill('SIGTERM');
    expect(await ended).toBe('SIGTERM');
    expect(
      stops()
        .map(({ agent }) => agent)
        .sort(),
    ).toEqual(['parent', 'second']);
  });
});

describe('a launched process', () => {
  it('takes the marker of its launcher once, and what it spawns does not have it', async () => {
    const { ended, output } = run('launcher', { MORTSAFE_TOKEN: 'of-the-fleet' });
    expect(await ended).toBe(0);
    const child = await receiver.event('agent.started', 'child');
    const grandchild = await receiver.event('agent.started', 'grandchild');
    const launch = await until(
      () => receiver.spans.find(({ name }) => name === 'create_agent child'),
      'the span of the launch',
    );
    const parent = await receiver.event('agent.started', 'parent');
    expect(child).toMatchObject({
      launchedBy: { kind: 'agent', id: 'parent', instance: parent.instance },
      traceId: launch.traceId,
      parentSpanId: launch.spanId,
    });
    expect(grandchild).not.toHaveProperty('launchedBy');
    expect(grandchild).not.toHaveProperty('traceId');
    expect(grandchild.instance).not.toBe(child.instance);
    expect(output()).toMatch(/^launched sees: $/m);
    expect(output()).toMatch(/^grandchild sees: $/m);
    expect(receiver.headers.every(({ authorization }) => authorization === 'Bearer of-the-fleet')).toBe(true);
  });
});
