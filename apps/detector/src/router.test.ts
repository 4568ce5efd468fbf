import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentEvent } from '@mortsafe/agent-events';
import { type EventLog, openLog } from '@mortsafe/sources';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LogLine, readLogLine } from './log-line.ts';
import { openRouter } from './router.ts';

const beat = (id: string, observedTime = 0): AgentEvent => ({
  id,
  type: 'agent.heartbeat',
  time: 5,
  observedTime,
  origin: 'agent',
  fleet: 'f',
  agent: 'a',
  sequence: 0,
  interval: 1_000,
});

describe('the route step', () => {
  let directory: string;
  let log: EventLog;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mortsafe-router-'));
    log = await openLog(directory);
  });
  afterEach(async () => {
    await log.close();
    await rm(directory, { recursive: true, force: true });
  });

  const linesInLog = async (): Promise<LogLine[]> => {
    const { records } = await log.read(0, 1_000);
    return records.map(({ body }) => readLogLine(body));
  };
  const timesInLog = async (): Promise<number[]> =>
    (await linesInLog()).flatMap((line) => {
      if (line.kind === 'event') return line.event.observedTime;
      return line.kind === 'progress' ? line.timeMs : [];
    });

  it('has stored what it accepted, with its own time and not the one that came with it', async () => {
    const router = await openRouter(log, () => 1_000);
    await router.accept([beat('1', 77), beat('2', 9_999_999)]);
    expect(await timesInLog()).toEqual([1_000, 1_000]);
  });

  it('never writes a time behind the last one, though the wall clock is set back', async () => {
    const clock = [2_000, 1_000, 2_001];
    const router = await openRouter(log, () => clock.shift()!);
    await router.accept([beat('1')]);
    await router.progress();
    await router.accept([beat('2')]);
    expect(await timesInLog()).toEqual([2_000, 2_000, 2_001]);
  });

  it('does not fall behind what another process wrote before it', async () => {
    await (await openRouter(log, () => 9_000)).progress();
    const router = await openRouter(log, () => 1_000);
    await router.accept([beat('1')]);
    expect(await timesInLog()).toEqual([9_000, 9_000]);
  });

  it('keeps the log in the order of time when many doors write at once', async () => {
    let wallClock = 0;
    const router = await openRouter(log, () => ++wallClock);
    await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        index % 10 === 0 ? router.progress() : router.accept([beat(String(index))]),
      ),
    );
    const times = await timesInLog();
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('says at its start that nobody was heard before', async () => {
    await (await openRouter(log, () => 1_000)).progress();
    await (await openRouter(log, () => 2_000)).accept([beat('1')]);
    const kinds = (await linesInLog()).map(({ kind }) => kind);
    expect(kinds).toEqual(['reopened', 'progress', 'reopened', 'event']);
  });

  it.each([
    ['says so once more when it slept for more than five seconds', 6_001, ['reopened', 'event']],
    ['says nothing of the kind when it was only slow', 6_000, ['event']],
  ])('%s', async (_, wokeAt, expected) => {
    const clock = [1_000, wokeAt];
    const router = await openRouter(log, () => clock.shift()!);
    await router.progress();
    await router.accept([beat('1')]);
    expect((await linesInLog()).slice(2).map(({ kind }) => kind)).toEqual(expected);
  });

  it('does not claim to have stored what the log refused', async () => {
    const router = await openRouter(log, () => 1_000);
    await log.close();
    await expect(router.accept([beat('1')])).rejects.toThrow();
    expect(router.counts().events).toBe(0);
  });
});
