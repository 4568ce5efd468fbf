import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AgentEvent,
  emptyPolicy,
  type Finding,
  parseFinding,
  parseReport,
} from '@mortsafe/agent-events';
import { defineRule } from '@mortsafe/detection';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DetectorApp, type DetectorAppOptions, startDetectorApp } from './app.ts';

/** Finds every start. */
const everyStart = defineRule({
  id: 'every-start',
  title: 'An agent started',
  on: ['agent.started'],
  limits: {},
  detect: (event) => ({
    key: [event.id],
    severity: 'low',
    subject: event.agent,
    summary: `${event.agent} started`,
    evidence: [event],
  }),
});

const started = (agent: string): AgentEvent => ({
  id: agent,
  type: 'agent.started',
  time: 1,
  observedTime: 1,
  origin: 'platform',
  fleet: 'f',
  agent,
});

describe('the detector app', () => {
  let directory: string;
  let clockMs: number;
  const notices: string[] = [];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mortsafe-detector-'));
    clockMs = 1_000_000;
    notices.splice(0);
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const start = (changes: Partial<DetectorAppOptions> = {}): Promise<DetectorApp> =>
    startDetectorApp({
      directory,
      rules: [everyStart],
      policy: { policy: emptyPolicy, hash: 'p' },
      now: () => clockMs,
      notice: (text) => void notices.push(text),
      ...changes,
    });

  /** Lets the reorder window pass, so that what came before is handled. */
  const settle = async (app: DetectorApp): Promise<void> => {
    clockMs += 2_000;
    await app.accept([{ ...started('last'), type: 'agent.stopped', reason: 'completed' } as AgentEvent]);
    await expect.poll(() => app.health().lag).toBe(0);
  };

  const subjectsIn = async ({ findings }: DetectorApp): Promise<(string | null)[]> => {
    const { records } = await findings.read(0, 100);
    return records
      .map(({ body }) => parseFinding(body))
      .flatMap((parsed): Finding[] => (parsed.kind === 'finding' ? [parsed.finding] : []))
      .map(({ subject }) => subject);
  };

  it('writes what it finds into the findings log', async () => {
    const app = await start();
    await app.accept([started('a'), started('b')]);
    await settle(app);
    expect(await subjectsIn(app)).toEqual(['a', 'b']);
    await app.stop();
  });

  it('goes on after a restart where it stood, and finds nothing twice', async () => {
    const first = await start();
    await first.accept([started('a')]);
    await settle(first);
    await first.stop();

    const second = await start();
    await second.accept([started('b')]);
    await settle(second);
    expect(await subjectsIn(second)).toEqual(['a', 'b']);
    await second.stop();
  });

  it('finds the same again, under the same ids, when its checkpoints are lost', async () => {
    const first = await start();
    await first.accept([started('a')]);
    await settle(first);
    await first.stop();
    for (const name of await readdir(join(directory, 'checkpoints'))) {
      await writeFile(join(directory, 'checkpoints', name), 'broken');
    }

    const second = await start();
    await expect.poll(() => second.health().findings).toBe(1);
    const { records } = await second.findings.read(0, 100);
    const found = records.map(({ body }) => body).filter((body) => parseReport(body).kind === 'finding');
    expect(found).toHaveLength(2);
    expect(found[0]).toBe(found[1]);
    expect(notices[0]).toContain('passed over a checkpoint');
    await second.stop();
  });

  it('writes how far orders have come beside what it finds, the same again after a crash', async () => {
    const killed = {
      ...{ ...started('a'), id: 'kill', type: 'kill.ordered', origin: 'control', observedTime: 5, time: 5 },
      ...{ order: 'k-1', target: { agents: ['a'] }, scope: 'agent', level: 'mandatory', deadline: 1_000 },
      orderedBy: { kind: 'person', id: 'ada' },
    } as AgentEvent;
    const first = await start();
    await first.accept([started('a'), killed]);
    await settle(first);
    const stands = async ({ findings }: DetectorApp) =>
      (await findings.read(0, 100)).records
        .map(({ body }) => parseReport(body))
        .flatMap((report) => (report.kind === 'order-state' ? [report.order] : []));
    const before = await stands(first);
    expect(before).toMatchObject([{ order: 'k-1' }, { order: 'k-1' }]);
    await first.stop();
    await rm(join(directory, 'checkpoints'), { recursive: true });

    const second = await start();
    await expect.poll(async () => (await stands(second)).length).toBe(4);
    expect((await stands(second)).slice(2)).toEqual(before);
    await second.stop();
  });

  it('writes what happens to agents that findings name, also after a restart', async () => {
    const happened = async ({ findings }: DetectorApp) =>
      (await findings.read(0, 100)).records
        .map(({ body }) => parseReport(body))
        .flatMap((report) => (report.kind === 'event' ? [report.event.type] : []));
    const stopped = {
      ...started('a'),
      id: 'end of a',
      type: 'agent.stopped',
      reason: 'crashed',
    } as AgentEvent;
    const first = await start();
    await first.accept([started('a')]);
    await settle(first);
    expect(await happened(first)).toEqual(['agent.started']);
    await first.stop();

    const second = await start();
    await second.accept([stopped]);
    await settle(second);
    expect(await happened(second)).toEqual(['agent.started', 'agent.stopped']);
    await second.stop();
  });

  it('takes no checkpoint of another log for its own', async () => {
    const first = await start();
    await first.accept([started('a'), started('b')]);
    await settle(first);
    await first.stop();
    await rm(join(directory, 'agent-events'), { recursive: true });

    const second = await start();
    expect(notices).toEqual(['the checkpoint is of another log; reading this one from its start']);
    await second.stop();
  });

  it('says when the policy has changed', async () => {
    const first = await start();
    await first.accept([started('a')]);
    await settle(first);
    await first.stop();
    await (await start({ policy: { policy: emptyPolicy, hash: 'q' } })).stop();
    expect(notices).toEqual([
      'the policy has changed; it holds from here on, and what was found before stands',
    ]);
  });

  it('knows who was seen, and which instances live', async () => {
    const app = await start();
    const instance = (name: string): AgentEvent => ({ ...started('a'), id: name, instance: name });
    const stopped = {
      ...instance('a-1'),
      id: 'end of a-1',
      type: 'agent.stopped',
      reason: 'crashed',
    } as AgentEvent;
    await app.accept([instance('a-1'), instance('a-2'), stopped]);
    await settle(app);
    expect(app.rollCall.living('f', 'a')).toEqual(['a-2']);
    expect(app.rollCall.knows('f', 'a')).toBe(true);
    expect(app.rollCall.knows('f', 'b')).toBe(false);
    expect(app.rollCall.living('g', 'a')).toEqual([]);
    await app.stop();
  });

  it('ends with the reason when it cannot store what it found', async () => {
    const app = await start();
    await app.findings.close();
    await app.accept([started('a')]);
    await settle(app).catch(() => {});
    await expect(app.ended).rejects.toThrow('closed');
    await app.stop();
  });

  it('takes events at its doors, and lets time pass from then on', async () => {
    const app = await start({ progressEveryMs: 10 });
    const [port] = await app.openDoors([
      { host: '127.0.0.1', port: 0, authenticate: () => ({ origin: 'agent' }) },
    ]);
    const response = await fetch(`http://127.0.0.1:${port}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        resourceLogs: [{ scopeLogs: [{ logRecords: [{ eventName: 'mortsafe.agent.heartbeat' }] }] }],
      }),
    });
    expect(response.status).toBe(200);
    expect(Object.values(app.health().rejected)).toEqual([1]);
    const before = clockMs;
    clockMs += 5;
    await expect.poll(() => app.health().lastObservedTime).toBeGreaterThan(before);
    await app.stop();
  });

  it('opens all doors or none', async () => {
    const app = await start();
    const door = { host: '127.0.0.1', port: 0, authenticate: () => undefined };
    const [port = 0] = await app.openDoors([door]);
    const other = await startDetectorApp({
      directory: join(directory, 'other'),
      rules: [],
      policy: { policy: emptyPolicy, hash: 'p' },
      now: () => clockMs,
      notice: () => {},
    });
    await expect(other.openDoors([door, { ...door, port }])).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await other.stop();
    await app.stop();
  });
});
