import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '@mortsafe/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { otlpLogs } from '../canary/beat.ts';
import { commandsIn, type RunningCommand } from '../testing/commands-in.ts';

const WAIT = { timeout: 60_000, interval: 200 };
const env = { PLATFORM_TOKEN: 'platform-token-of-a-test', VIEW_TOKEN: 'view-token-of-a-test' };

let folder: string;
let commands: ReturnType<typeof commandsIn>;
let up: RunningCommand;
let ports: number[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortsafe-watched-'));
  ports = await freePorts(4);
  const [agents, platform, soc, operations] = ports;
  await writeFile(
    join(folder, 'mortsafe.yaml'),
    `
policy: policy.yaml
doors:
  agents: { port: ${agents} }
  platform: { port: ${platform}, tokens: [{ token: { env: PLATFORM_TOKEN } }] }
  soc: { port: ${soc}, viewToken: { env: VIEW_TOKEN } }
operations: { port: ${operations} }
canary: { every: 200ms, silentAfter: 60s, fleetSilentAfter: 2s }
`,
  );
  await writeFile(
    join(folder, 'policy.yaml'),
    'fleets: [{ fleet: "mortsafe.drill.*", rules: { telemetry-suppressed: { enabled: false } } }]',
  );
  commands = commandsIn(folder);
  up = commands.mortsafeWith(env, 'up');
});
afterAll(async () => {
  commands.endAll();
  await rm(folder, { recursive: true, force: true });
});

const ask = async (path: string): Promise<string> =>
  (await fetch(`http://127.0.0.1:${ports[3]}${path}`)).text();
const api = async (path: string): Promise<string> =>
  (
    await fetch(`http://127.0.0.1:${ports[2]}/api/v1${path}`, {
      headers: { authorization: `Bearer ${env.VIEW_TOKEN}` },
    })
  ).text();
const metric = async (name: string): Promise<number> => {
  const line = (await ask('/metrics')).split('\n').find((each) => each.startsWith(name));
  return Number(line?.split(' ').at(-1) ?? Number.NaN);
};
const send = (body: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${ports[0]}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });

describe('a running mortsafe', () => {
  it('says that it lives and is ready', { timeout: 150_000 }, async () => {
    await expect.poll(up.said, { ...WAIT, timeout: 120_000 }).toContain('is watching');
    expect(await ask('/livez')).toBe('ok\n');
    await expect.poll(() => ask('/readyz'), WAIT).toBe('ok\n');
  });

  it('counts the canary at every door, and shows it nowhere', async () => {
    for (const door of ['agents', 'platform']) {
      await expect
        .poll(() => metric(`mortsafe_events_total{mortsafe_door="${door}"}`), WAIT)
        .toBeGreaterThan(1);
    }
    expect(JSON.parse(await api('/agents'))).toEqual({ agents: [], total: 0 });
    expect(JSON.parse(await api('/incidents'))).toMatchObject({ incidents: [] });
  });

  it('says what enters by each door', async () => {
    type Doors = { doors: { door: string; events: number }[] };
    const doors = async (): Promise<string[]> =>
      (JSON.parse(await api('/telemetry')) as Doors).doors
        .filter(({ events }) => events > 0)
        .map(({ door }) => door)
        .sort();
    await expect.poll(doors, WAIT).toEqual(['agent-events', 'agents', 'control', 'platform']);
  });

  it('shows its rules and their pages', async () => {
    const { rules } = JSON.parse(await api('/rules')) as { rules: { id: string; title: string }[] };
    for (const { id } of rules) expect(await api(`/rules/${id}/page`)).toMatch(/^# /);
  });

  it('makes no label of what senders say', async () => {
    const hostile = 'evil"}\n# TYPE x counter';
    const lived = { type: 'agent.started', id: 'e-1', time: Date.now(), fleet: hostile, agent: hostile };
    const broken = JSON.parse(otlpLogs([{ ...lived, instance: hostile } as never]));
    broken.resourceLogs[0].scopeLogs[0].logRecords.push({
      eventName: 'mortsafe.agent.stopped',
      attributes: ['agent', 'fleet', 'instance', 'reason'].map((name) => ({
        key: `mortsafe.${name}`,
        value: { stringValue: hostile },
      })),
    });
    await send(JSON.stringify(broken));
    await expect.poll(() => metric('mortsafe_events_rejected_total{'), WAIT).toBeGreaterThan(0);
    expect(await ask('/metrics')).not.toContain('evil');
  });

  it('says when a whole fleet is silent, and when it is back', { timeout: 90_000 }, async () => {
    const beat = (sequence: number): Promise<Response> =>
      send(
        otlpLogs([
          {
            ...{ type: 'agent.heartbeat', id: `b-${sequence}`, time: Date.now(), fleet: 'checkout' },
            ...{ agent: 'worker', instance: 'w-1', sequence, interval: 60_000 },
          } as never,
        ]),
      );
    const silence = async (): Promise<unknown> => {
      const { incidents } = JSON.parse(await api('/incidents')) as {
        incidents: { rules: string[]; fleet: string; status: string }[];
      };
      return incidents.find(({ rules, fleet }) => fleet === 'checkout' && rules.includes('monitor-silent'))
        ?.status;
    };
    await beat(0);
    await expect.poll(silence, WAIT).toBe('open');
    let sequence = 0;
    const beatOn = async (): Promise<unknown> => {
      await beat(++sequence);
      return silence();
    };
    await expect.poll(beatOn, WAIT).toBe('resolved');
  });

  it('lets a drill through, which says what did not arrive', { timeout: 120_000 }, async () => {
    const rules = ['forged-authority', 'telemetry-suppressed'];
    const drill = commands.mortsafe('drill', '--patience', '10', '--rule', ...rules);
    expect(await drill.ended, drill.said()).toBe(1);
    expect(drill.said()).toMatch(/^arrived +forged-authority: in an incident [\d.]+ s after it was due$/m);
    expect(drill.said()).toMatch(/^MISSING +telemetry-suppressed/m);
    const { incidents } = JSON.parse(await api('/incidents')) as {
      incidents: { title: string; drill?: boolean; fleet: string }[];
    };
    const played = incidents.filter(({ fleet }) => fleet.startsWith('mortsafe.drill.'));
    expect(played.length).toBeGreaterThan(0);
    expect(played.every(({ title, drill: isDrill }) => title.startsWith('Drill: ') && isDrill)).toBe(true);
  });

  it('leaves in order when it is interrupted, and is silent then', async () => {
    const began = performance.now();
    expect(await up.end('SIGINT')).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    await expect(ask('/livez')).rejects.toThrow();
  });
});
