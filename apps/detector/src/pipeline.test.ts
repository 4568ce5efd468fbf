import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { AgentEvent, Finding, OrderState, ShieldingAct } from '@mortsafe/agent-events';
import { type EventLog, openLog } from '@mortsafe/sources';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventLine, progressLine, reopenedLine } from './log-line.ts';
import { type Pipeline, type PipelineDetector, runPipeline } from './pipeline.ts';

const beat = (id: string): AgentEvent => ({
  id,
  type: 'agent.heartbeat',
  time: 1,
  observedTime: 1,
  origin: 'agent',
  fleet: 'f',
  agent: 'a',
  sequence: 0,
  interval: 1_000,
});

/** Finds something in every event, and remembers what it saw. */
function everythingIsSuspicious(seen: string[] = []): PipelineDetector<string[]> {
  const found: Finding[] = [];
  return {
    take(event) {
      seen.push(event.id);
      found.push({ id: event.id } as Finding);
    },
    tick: (timeMs) => void seen.push(`t${timeMs}`),
    reopen: (timeMs) => void seen.push(`r${timeMs}`),
    findings: () => found.splice(0),
    shieldingActs: () => [],
    orderStates: () => [],
    snapshot: () => [...seen],
  };
}

describe('the detector line', () => {
  let directory: string;
  let log: EventLog;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mortsafe-pipeline-'));
    log = await openLog(directory);
  });
  afterEach(async () => {
    await log.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** Runs until all of the log has been read, and tells what happened in which order. */
  async function run(changes: Partial<Pipeline<string[]>> = {}, end = log.end()): Promise<string[]> {
    const happened: string[] = [];
    const stop = new AbortController();
    await runPipeline(
      {
        log,
        from: 0,
        detector: everythingIsSuspicious(),
        async report({ findings }) {
          await wait(1);
          for (const { id } of findings) happened.push(`reported ${id}`);
        },
        setAside: (offset, reason) => void happened.push(`set aside ${offset}: ${reason}`),
        async checkpoint({ offset, state }) {
          happened.push(`checkpoint ${offset}: ${state.join(' ')}`);
        },
        checkpointDue: () => false,
        moved(offset) {
          if (offset === end) stop.abort();
        },
        ...changes,
      },
      stop.signal,
    );
    return happened;
  }

  it('reads events and progress in the order of the log', async () => {
    await log.append([reopenedLine(1_000), eventLine(beat('a')), progressLine(2_000), eventLine(beat('b'))]);
    expect(await run()).toEqual(['reported a', 'reported b', 'checkpoint 4: r1000 a t2000 b']);
  });

  it('takes a checkpoint only when the findings before it are stored', async () => {
    await log.append([eventLine(beat('a'))]);
    expect(await run({ checkpointDue: () => true })).toEqual(['reported a', 'checkpoint 1: a']);
  });

  it('reports acts and orders, until none are left, before a checkpoint', async () => {
    await log.append([eventLine(beat('a'))]);
    const waiting = [['act 1'], ['act 2']];
    const orders = [['order 1']];
    const happened: string[] = [];
    await run({
      detector: {
        ...everythingIsSuspicious(),
        findings: () => [],
        shieldingActs: () => (waiting.shift() ?? []).map((id) => ({ id }) as ShieldingAct),
        orderStates: () => (orders.shift() ?? []).map((id) => ({ id }) as OrderState),
      },
      async report({ acts, orders }) {
        for (const { id } of [...acts, ...orders]) happened.push(id);
      },
      async checkpoint() {
        happened.push('checkpoint');
      },
    });
    expect(happened).toEqual(['act 1', 'order 1', 'act 2', 'checkpoint']);
  });

  it('goes on from where the checkpoint stands', async () => {
    await log.append(['a', 'b', 'c'].map((id) => eventLine(beat(id))));
    expect(await run({ from: 2 })).toEqual(['reported c', 'checkpoint 3: c']);
  });

  it('takes no checkpoint when it has read nothing', async () => {
    await log.append([eventLine(beat('a'))]);
    expect(await run({ from: 1 })).toEqual([]);
  });

  it('sets a line aside that it cannot read, and goes on', async () => {
    await log.append(['nonsense', eventLine(beat('a'))]);
    expect(await run()).toEqual(['set aside 0: not JSON', 'reported a', 'checkpoint 2: a']);
  });

  it('stops when findings cannot be stored, without a checkpoint', async () => {
    await log.append([eventLine(beat('a'))]);
    const refuse = () => Promise.reject(new Error('disk full'));
    await expect(run({ report: refuse })).rejects.toThrow('disk full');
  });

  it('waits for what is yet to come', async () => {
    const line = run({}, 1);
    await wait(5);
    await log.append([eventLine(beat('late'))]);
    expect(await line).toContain('reported late');
  });
});
