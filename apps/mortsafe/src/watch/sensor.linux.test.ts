import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { AgentEvent } from '@mortsafe/agent-events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSensor } from './sensor.ts';

// Real processes, found by the fleet that their marker names: other tests run beside this one.

const WAIT = { timeout: 20_000, interval: 20 };
const SLEEP = 'setTimeout(() => {}, 60_000)';

let fleet: string;
let told: AgentEvent[];
let stopSensor: () => Promise<void>;
const children: ChildProcess[] = [];

beforeEach(() => {
  fleet = `watch-${randomUUID()}`;
  told = [];
  const stopping = new AbortController();
  const running = runSensor(
    {
      everyMs: 20,
      warn: () => {},
      async tell(events) {
        told.push(...events.filter((event) => event.fleet === fleet));
      },
    },
    stopping.signal,
  );
  stopSensor = () => {
    stopping.abort();
    return running;
  };
});
afterEach(async () => {
  await stopSensor();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const pid of leftovers()) process.kill(pid, 'SIGKILL');
});

/** Those that a test's processes started and left behind. */
const leftovers = (): number[] =>
  execFileSync('sh', ['-c', `grep -l -a MORTSAFE_FLEET=${fleet} /proc/[0-9]*/environ 2>/dev/null || true`])
    .toString()
    .split('\n')
    .flatMap((path) => /\d+/.exec(path)?.map(Number) ?? []);

const markerOf = (agent: string) => ({
  MORTSAFE_AGENT: agent,
  MORTSAFE_FLEET: fleet,
  MORTSAFE_INSTANCE: `${agent}-1`,
});

function launch(agent: string, program: string): ChildProcess {
  const env = { PATH: process.env.PATH, ...markerOf(agent) };
  const child = spawn(process.execPath, ['-e', program], { env, stdio: ['pipe', 'ignore', 'ignore'] });
  children.push(child);
  return child;
}

/** The program of an agent that launches another, in the words of `child_process`. */
const launching = (agent: string, how: string): string => `
  const env = { PATH: process.env.PATH, ...${JSON.stringify(markerOf(agent))} };
  require('node:child_process').spawn(${how});
  ${SLEEP}`;
const node = `process.execPath, ['-e', ${JSON.stringify(SLEEP)}], { env, stdio: 'ignore' }`;

const started = (agent: string): AgentEvent | undefined =>
  told.find((event) => event.type === 'agent.started' && event.agent === agent);
const stopped = (agent: string): AgentEvent | undefined =>
  told.find((event) => event.type === 'agent.stopped' && event.agent === agent);

describe('a sensor on Linux', () => {
  it('sees a real agent start and end, as the platform', async () => {
    const before = Date.now();
    const child = launch('worker', SLEEP);
    await expect
      .poll(() => started('worker'), WAIT)
      .toMatchObject({ origin: 'platform', instance: 'worker-1' });
    expect(started('worker')?.time).toBeGreaterThan(before - 1_000);
    expect(started('worker')?.time).toBeLessThanOrEqual(Date.now());
    expect(started('worker')).not.toHaveProperty('launchedBy');
    child.kill('SIGKILL');
    await expect.poll(() => stopped('worker'), WAIT).toBeDefined();
    expect(['killed', 'unknown']).toContain((stopped('worker') as { reason: string }).reason);
  });

  it('sees who launched it, whatever they say', async () => {
    launch(
      'planner',
      launching('worker', node.replace('{ env,', "{ env: { ...env, MORTSAFE_LAUNCHED_BY: 'person:me' },")),
    );
    const launchedBy = { kind: 'agent', id: 'planner', instance: 'planner-1' };
    await expect.poll(() => started('worker'), WAIT).toMatchObject({ launchedBy });
  });

  it('sees it through a shell, and a program that carries no marker', async () => {
    const shell = `exec 3<&-; ${process.execPath} -e '${SLEEP}' & wait`;
    const how = `'env', ['-i', 'sh', '-c', ${JSON.stringify(`${assignments('worker')} sh -c "${shell}" & wait`)}], { stdio: 'ignore' }`;
    launch('planner', launching('worker', how));
    await expect.poll(() => started('worker'), WAIT).toMatchObject({ launchedBy: { id: 'planner' } });
  });

  it('names nobody where the launcher has gone before it was seen', async () => {
    const orphan = `${assignments('worker')} ${process.execPath} -e '${SLEEP}' >/dev/null 2>&1 &`;
    // The shell carries no marker and ends at once; what it started has no parent then.
    execFileSync('env', ['-i', 'sh', '-c', orphan]);
    await expect.poll(() => started('worker'), WAIT).toBeDefined();
    expect(started('worker')).not.toHaveProperty('launchedBy');
  });

  it('sees an agent that takes the place of another in its process', async () => {
    const become = JSON.stringify(`${assignments('worker')} exec ${process.execPath} -e '${SLEEP}'`);
    const planner = launch(
      'planner',
      `process.stdin.once('data', () => process.execve('/bin/sh', ['sh', '-c', ${become}], process.env))`,
    );
    await expect.poll(() => started('planner'), WAIT).toBeDefined();
    planner.stdin?.write('now');
    await expect.poll(() => started('worker'), WAIT).toMatchObject({ launchedBy: { id: 'planner' } });
    await expect.poll(() => stopped('planner'), WAIT).toBeDefined();
  });

  it('takes what an agent starts for its own use for a part of it', async () => {
    launch(
      'planner',
      `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(SLEEP)}], { stdio: 'ignore' }); ${SLEEP}`,
    );
    await expect.poll(leftovers, WAIT).toHaveLength(2);
    launch('later', SLEEP);
    await expect.poll(() => started('later'), WAIT).toBeDefined();
    expect(told.filter(({ agent }) => agent === 'planner')).toHaveLength(1);
  });
});

const assignments = (agent: string): string =>
  Object.entries(markerOf(agent))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
