import type { EventOf } from '@mortsafe/agent-events';
import { describe, expect, it } from 'vitest';
import type { OrderRun } from '../../control/orders.ts';
import { killOrdered } from '../../testing/samples.ts';
import type { Progress } from '../executor.ts';
import { commandExecutor } from './command-executor.ts';
import { type CommandResult, runCommand } from './run-command.ts';

const order = (target: EventOf<'kill.ordered'>['target']) =>
  killOrdered({ target }) as EventOf<'kill.ordered'>;
const never = new AbortController().signal;

function carryOut(
  target: EventOf<'kill.ordered'>['target'],
  settings: Partial<Parameters<typeof commandExecutor>[0]> = {},
) {
  const ran: string[][] = [];
  const stopped: OrderRun[] = [];
  const progress: Progress = {
    save: async () => {},
    stopped: async (run) => void stopped.push(run),
    rescinded: async () => false,
  };
  const run = async (command: readonly string[]): Promise<CommandResult> => {
    ran.push([...command]);
    return { kind: 'succeeded' };
  };
  const executor = commandExecutor({ command: ['kubectl', 'delete', 'pod', '{instance}'], run, ...settings });
  return executor.carryOut(order(target), [], progress, never).then((runs) => ({ runs, ran, stopped }));
}

describe('the command executor', () => {
  it('runs the command for each instance, each argument by itself', async () => {
    const { ran, runs } = await carryOut({ agents: ['worker-3'] }, { instancesOf: () => ['pod-a', 'pod-b'] });
    expect(ran).toEqual([
      ['kubectl', 'delete', 'pod', 'pod-a'],
      ['kubectl', 'delete', 'pod', 'pod-b'],
    ]);
    expect(runs.map(({ outcome }) => outcome)).toEqual(['carried-out', 'carried-out']);
  });

  it('runs it once an agent where it does not name instances', async () => {
    const { ran } = await carryOut({ agents: ['worker-3'] }, { command: ['docker', 'stop', '{agent}'] });
    expect(ran).toEqual([['docker', 'stop', 'worker-3']]);
  });

  it('does not run it for a name that could mean more than a name', async () => {
    const { ran, runs } = await carryOut({ instances: ['--all', '$(reboot)', 'a b'] });
    expect(ran).toEqual([]);
    expect(runs.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed']);
  });

  it('says a stop was seen only where the command waits for it', async () => {
    const { stopped } = await carryOut({ instances: ['pod-a'] });
    expect(stopped).toEqual([]);
    const waiting = await carryOut({ instances: ['pod-a'] }, { waitsForExit: true });
    expect(waiting.stopped).toMatchObject([{ instance: 'pod-a' }]);
    expect(waiting.runs).toMatchObject([{ outcome: 'stopped' }]);
  });

  it('fails where nobody knows an instance', async () => {
    const { runs } = await carryOut({ agents: ['worker-3'] });
    expect(runs).toMatchObject([{ outcome: 'failed', detail: 'no living instance of it is known' }]);
  });

  it.each([[[]], [['{agent}', 'x']], [['kubectl', '{pod}']]])(
    'refuses the template %j at once',
    (command) => {
      expect(() => commandExecutor({ command })).toThrow('executor command');
    },
  );
});

describe('running a command', () => {
  const node = (script: string) => [process.execPath, '-e', script];

  it('succeeds with exit code 0', async () => {
    expect(await runCommand(node(''), 30_000, never)).toEqual({ kind: 'succeeded' });
  });

  it('tells what it complained about, bounded and on one line', async () => {
    const result = await runCommand(
      node(`console.error('x\\u001b[2J'.repeat(100000)); process.exit(3)`),
      30_000,
      never,
    );
    if (result.kind !== 'failed') throw new Error('it succeeded');
    expect(result.reason).toContain('exit code 3');
    expect(result.reason.length).toBeLessThan(600);
    expect(result.reason).not.toContain('\u001b');
  });

  it('ends it when its time is up', async () => {
    const result = await runCommand(node('setInterval(() => {}, 1000)'), 200, never);
    expect(result).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('took longer than 200 ms'),
    });
  });

  it('is a value, too, when there is no such program', async () => {
    expect(await runCommand(['/no/such/program'], 1_000, never)).toEqual({
      kind: 'failed',
      reason: '/no/such/program could not be run: ENOENT',
    });
  });

  it('keeps our own tokens to itself', async () => {
    process.env.MORTSAFE_CONTROL_TOKEN = 'very-secret';
    const result = await runCommand(
      node('process.exit(process.env.MORTSAFE_CONTROL_TOKEN ? 1 : 0)'),
      30_000,
      never,
    );
    delete process.env.MORTSAFE_CONTROL_TOKEN;
    expect(result).toEqual({ kind: 'succeeded' });
  });
});
