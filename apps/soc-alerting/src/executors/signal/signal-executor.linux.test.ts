import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventOf } from '@mortsafe/agent-events';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import type { OrderRun } from '../../control/orders.ts';
import { killOrdered } from '../../testing/samples.ts';
import { linuxProcesses, type ProcessTable } from './processes.ts';
import { signalExecutor } from './signal-executor.ts';

const fleet = `signal-test-${process.pid}`;
const children: ChildProcess[] = [];
const STUBBORN = `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)`;
const OBEDIENT = `console.log('up'); setInterval(() => {}, 1000)`;

async function launch(
  agent: string,
  script = OBEDIENT,
  extra: Record<string, string> = {},
): Promise<ChildProcess> {
  const env = { MORTSAFE_AGENT: agent, MORTSAFE_FLEET: fleet, MORTSAFE_INSTANCE: `${agent}-1`, ...extra };
  const child = spawn(process.execPath, ['-e', script], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await once(child.stdout ?? child, 'data');
  return child;
}

const order = (about: Partial<EventOf<'kill.ordered'>> = {}): EventOf<'kill.ordered'> =>
  killOrdered({ fleet, observedTime: Date.now(), deadline: 30_000, ...about }) as EventOf<'kill.ordered'>;

function carryOut(
  about: Partial<EventOf<'kill.ordered'>> = {},
  settings: Partial<Parameters<typeof signalExecutor>[0]> = {},
  before: OrderRun[] = [],
) {
  const stopped: (string | null)[] = [];
  const executor = signalExecutor({ processes: linuxProcesses, clock: systemClock, ...settings });
  const progress = {
    save: async () => {},
    stopped: async ({ instance }: OrderRun) => void stopped.push(instance),
    rescinded: async () => false,
  };
  return executor
    .carryOut(order(about), before, progress, new AbortController().signal)
    .then((runs) => ({ runs, stopped }));
}

describe('the signal executor', () => {
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  it('stops the process of the agent and of nobody else, and sees it end', async () => {
    const [worker, other] = [await launch('worker-3'), await launch('worker-4')];
    const { runs, stopped } = await carryOut();
    expect(runs).toMatchObject([
      { agent: 'worker-3', outcome: 'stopped', detail: 'it stopped when asked to' },
    ]);
    expect(stopped).toEqual(['worker-3-1']);
    expect(worker.signalCode ?? 'SIGTERM').toBe('SIGTERM');
    expect(other.exitCode ?? other.signalCode).toBeNull();
  });

  it('kills one that does not stop by its deadline', async () => {
    await launch('worker-3', STUBBORN);
    const { runs } = await carryOut({ deadline: 900 });
    expect(runs).toMatchObject([{ outcome: 'stopped', detail: 'it was killed' }]);
  });

  it('kills at once in an emergency', async () => {
    await launch('worker-3', STUBBORN);
    const { runs } = await carryOut({ level: 'emergency' });
    expect(runs).toMatchObject([{ outcome: 'stopped', detail: 'it was killed' }]);
  });

  it('reaches all that an agent launched, where the order is for its lineage', async () => {
    await launch('worker-3');
    await launch('child', OBEDIENT, { MORTSAFE_LAUNCHED_BY: 'agent:worker-3' });
    await launch('grandchild', OBEDIENT, { MORTSAFE_LAUNCHED_BY: 'agent:child' });
    await launch('stranger', OBEDIENT, { MORTSAFE_LAUNCHED_BY: 'agent:planner' });
    const { runs } = await carryOut({ scope: 'lineage' });
    expect(runs.map(({ agent }) => agent).sort()).toEqual(['child', 'grandchild', 'worker-3']);
  });

  it('stops an instance of the agent that the order names, and neither where two have one of that name', async () => {
    await launch('worker-3', OBEDIENT, { MORTSAFE_INSTANCE: 'i1' });
    await launch('bob', OBEDIENT, { MORTSAFE_INSTANCE: 'i1' });
    const target = { instances: ['i1'] };
    expect((await carryOut({ scope: 'instance', target })).runs).toEqual([]);
    const { runs } = await carryOut({ scope: 'instance', target, agent: 'worker-3' });
    expect(runs).toMatchObject([{ agent: 'worker-3', outcome: 'stopped' }]);
  });

  it('leaves an agent of the same name in another fleet alone', async () => {
    await launch('worker-3', OBEDIENT, { MORTSAFE_FLEET: 'elsewhere' });
    expect((await carryOut()).runs).toEqual([]);
  });

  it('leaves what started after the order to the detector', async () => {
    await launch('worker-3');
    expect((await carryOut({ observedTime: Date.now() - 60_000, deadline: 0 })).runs).toEqual([]);
  });

  it('never signals itself or what it descends from', async () => {
    const worker = await launch('worker-3');
    const { runs } = await carryOut({}, { self: worker.pid ?? 0 });
    expect(runs).toMatchObject([{ outcome: 'failed', detail: 'it is mortsafe itself, or what started it' }]);
    expect(worker.signalCode).toBeNull();
  });

  it('looks again before it signals, and spares whoever got the pid', async () => {
    const signalled: string[] = [];
    const before = { pid: 4_242, startTicks: 1, startedAt: 0, parent: 1 };
    const marker = { agent: 'worker-3', fleet, instance: 'worker-3-1', launchedBy: null };
    const processes: ProcessTable = {
      marked: async () => [{ ...before, marker }],
      find: async (pid) => (pid === 4_242 ? { ...before, startTicks: 99, marker } : undefined),
      signal: (_pid, name) => void signalled.push(name),
    };
    const { runs } = await carryOut({}, { processes });
    expect(signalled).toEqual([]);
    expect(runs).toMatchObject([{ outcome: 'stopped' }]);
  });

  it('tells of a stop that an earlier try brought about and did not live to tell', async () => {
    const gone = { pid: 4_242_424, startTicks: 1, startedAt: 0 };
    const run: OrderRun = {
      agent: 'worker-3',
      instance: 'w',
      outcome: 'under-way',
      detail: '',
      processes: [gone],
    };
    expect((await carryOut({}, {}, [run])).stopped).toEqual(['w']);
  });
});

describe('a pid file', () => {
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  async function byPidFile(agent: string, write: (path: string) => Promise<void>) {
    const directory = await mkdtemp(join(tmpdir(), 'mortsafe-pid-'));
    await write(join(directory, 'legacy.pid'));
    const result = await carryOut({ target: { agents: [agent] } }, { pidFile: `${directory}/{agent}.pid` });
    await rm(directory, { recursive: true });
    return result.runs;
  }
  const unmarked = { MORTSAFE_AGENT: '' };

  it('finds a process without a marker', async () => {
    const { pid } = await launch('-', OBEDIENT, unmarked);
    const runs = await byPidFile('legacy', (path) => writeFile(path, `${pid}\n`));
    expect(runs).toMatchObject([{ agent: 'legacy', outcome: 'stopped' }]);
  });

  it.each([
    ['others may write', async (path: string) => writeFile(path, '1').then(() => chmod(path, 0o666))],
    ['holds no pid', async (path: string) => writeFile(path, 'rm -rf /')],
  ])('is refused when it %s', async (_what, write) => {
    expect(await byPidFile('legacy', write)).toMatchObject([{ outcome: 'failed' }]);
  });

  it('is refused when it names the process of another agent', async () => {
    const { pid } = await launch('planner');
    expect(await byPidFile('legacy', (path) => writeFile(path, String(pid)))).toMatchObject([
      { outcome: 'failed' },
    ]);
  });

  it('is not looked for under a name that leads elsewhere', async () => {
    expect(await byPidFile('../../legacy', (path) => writeFile(path, '1'))).toMatchObject([
      { outcome: 'failed', detail: 'its agent id is not a plain name' },
    ]);
  });
});
