import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AgentEvent, emptyPolicy, type Finding, parseFinding } from '@mortsafe/agent-events';
import { rules } from '@mortsafe/rules';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DetectorApp, startDetectorApp } from './app.ts';

/** When the recording begins. */
const START = Date.UTC(2026, 2, 2, 10);
const KILLED_AFTER_MS = 60_000;
const RELAUNCHED_AFTER_MS = 33_000;
const KUBERNETES = new URL('../../../examples/sensors/kubernetes.ndjson', import.meta.url);

const kill: AgentEvent = {
  ...{ id: 'kill', type: 'kill.ordered', time: START, observedTime: START, origin: 'control', fleet: 'crew' },
  ...{
    order: 'kill-1',
    target: { agents: ['worker'] },
    scope: 'agent',
    level: 'mandatory',
    deadline: 30_000,
  },
  orderedBy: { kind: 'person', id: 'ada' },
};

describe('sensors at the platform’s door', () => {
  let directory: string;
  let clockMs: number;
  let app: DetectorApp;
  let lines: string[];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mortsafe-sensor-doors-'));
    clockMs = START;
    lines = (await readFile(KUBERNETES, 'utf8')).trim().split('\n');
    app = await startDetectorApp({
      ...{ directory, rules, notice: () => {} },
      policy: { policy: emptyPolicy, hash: 'p' },
      now: () => clockMs,
    });
  });
  afterEach(async () => {
    await app.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const found = async (): Promise<Finding[]> => {
    const { records } = await app.findings.read(0, 100);
    return records.flatMap(({ body }) => {
      const parsed = parseFinding(body);
      return parsed.kind === 'finding' && parsed.finding.rule === 'unauthorised-relaunch'
        ? [parsed.finding]
        : [];
    });
  };
  const provenByPlatform = {
    ...{ subject: 'worker', actor: 'planner', actorKnownBy: 'platform', severity: 'critical' },
  };
  /** Lets the reorder window pass. */
  const settled = () =>
    expect.poll(
      () => {
        clockMs += 1_000;
        return found();
      },
      { timeout: 10_000 },
    );

  it('prove who brought a killed agent back', async () => {
    const door = {
      host: '127.0.0.1',
      port: 0,
      sensors: true,
      authenticate: () => ({ origin: 'platform' as const }),
    };
    const [port] = await app.openDoors([door]);
    const post = async (body: string) => {
      const response = await fetch(`http://127.0.0.1:${port}/v1/sensors`, {
        ...{ method: 'POST', body, headers: { 'content-type': 'application/x-ndjson' } },
      });
      expect([response.status, await response.json()]).toEqual([200, {}]);
    };
    await post(lines.slice(0, 4).join('\n'));
    clockMs += KILLED_AFTER_MS;
    await app.accept([kill]);
    clockMs += RELAUNCHED_AFTER_MS;
    await post(lines.slice(4).join('\n'));
    await settled().toMatchObject([provenByPlatform]);
  });

  it('prove it by what they append to a file, too', async () => {
    const file = join(directory, 'kubernetes.log');
    await writeFile(file, '');
    await app.openDoors([], [{ file }]);
    await expect
      .poll(() => readFile(join(directory, 'sensor-files.json'), 'utf8').catch(() => ''))
      .not.toBe('');
    await appendFile(file, `${lines.slice(0, 4).join('\n')}\n`);
    await expect.poll(() => app.health().eventsAccepted, { timeout: 10_000 }).toBe(3);
    clockMs += KILLED_AFTER_MS;
    await app.accept([kill]);
    clockMs += RELAUNCHED_AFTER_MS;
    await appendFile(file, `${lines.slice(4).join('\n')}\n`);
    await settled().toMatchObject([provenByPlatform]);
  });
});
