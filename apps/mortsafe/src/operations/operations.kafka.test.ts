import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '@mortsafe/testing';
import { type Broker, startBroker } from '@mortsafe/testing/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Commands, commandsIn, type RunningCommand } from '../testing/commands-in.ts';

const WAIT = { timeout: 120_000, interval: 300 };
const LEAVE_MS_MAX = 10_000;
const VIEW_TOKEN = 'view-token-of-a-test';

let broker: Broker;
let folder: string;
let commands: Commands;
let detector: RunningCommand;
let soc: RunningCommand;
let ports: number[];

beforeAll(async () => {
  broker = await startBroker();
  folder = await mkdtemp(join(tmpdir(), 'mortsafe-operations-'));
  ports = await freePorts(3);
  await writeFile(join(folder, 'view-token'), VIEW_TOKEN);
  await writeFile(
    join(folder, 'mortsafe.yaml'),
    `
kafka: { brokers: ["${broker.brokers[0]}"], partitions: 2, replicationFactor: 1, sessionTimeoutMs: 6000 }
doors: { soc: { port: ${ports[0]}, viewToken: { file: view-token } } }
checkpointEvery: 1s
canary: { every: 500ms, silentAfter: 15s }
channels: { terminal: false }
`,
  );
  commands = commandsIn(folder);
});
afterAll(async () => {
  commands?.endAll();
  await broker?.stop();
  await rm(folder, { recursive: true, force: true });
});

const at = (port: number | undefined, path: string): Promise<string> =>
  fetch(`http://127.0.0.1:${port}${path}`).then(
    (response) => response.text(),
    () => 'no answer',
  );
const metric = async (name: string): Promise<number> => {
  const line = (await at(ports[1], '/metrics')).split('\n').find((each) => each.startsWith(name));
  return Number(line?.split(' ').at(-1) ?? Number.NaN);
};

describe('detector and SOC application on Kafka', () => {
  it('say that they are ready once they are members of their groups and not behind', {
    timeout: 370_000,
  }, async () => {
    detector = commands.mortsafeWith(
      { MORTSAFE_OPERATIONS_PORT: String(ports[1]) },
      ...['detector', '--create-topics'],
    );
    await expect.poll(() => at(ports[1], '/readyz'), WAIT).toContain('is in no group');
    await expect.poll(() => at(ports[1], '/readyz'), WAIT).toBe('ok\n');
    soc = commands.mortsafeWith({ MORTSAFE_OPERATIONS_PORT: String(ports[2]) }, 'soc');
    await expect.poll(() => at(ports[2], '/readyz'), WAIT).toBe('ok\n');
  });

  it('measure doors, lag, time and checkpoints', { timeout: 250_000 }, async () => {
    for (const door of ['otlp_logs', 'otlp_spans', 'mortsafe.platform', 'mortsafe.control']) {
      await expect
        .poll(() => metric(`mortsafe_events_total{mortsafe_door="${door}"}`), WAIT)
        .toBeGreaterThan(0);
    }
    await expect
      .poll(() => metric('mortsafe_consumer_lag{messaging_destination_name="mortsafe.agent-events"'), WAIT)
      .toBeGreaterThanOrEqual(0);
    expect(await metric('mortsafe_watermark_delay{')).toBeLessThan(60);
    await expect.poll(() => metric('mortsafe_checkpoint_size{'), WAIT).toBeGreaterThan(0);
    expect(await metric('mortsafe_checkpoint_age{')).toBeLessThan(60);
  });

  it('tell the SOC application what enters by each door, and what waits', { timeout: 130_000 }, async () => {
    const telemetry = async (): Promise<{
      doors: { door: string; events: number; lag: number | null }[];
    }> => {
      const headers = { authorization: `Bearer ${VIEW_TOKEN}` };
      return (await fetch(`http://127.0.0.1:${ports[0]}/api/v1/telemetry`, { headers })).json() as never;
    };
    for (const door of ['otlp_logs', 'mortsafe.platform', 'mortsafe.agent-events']) {
      const counted = async () => (await telemetry()).doors.find((one) => one.door === door);
      await expect.poll(async () => (await counted())?.events ?? 0, WAIT).toBeGreaterThan(0);
      await expect.poll(async () => (await counted())?.lag ?? -1, WAIT).toBeGreaterThanOrEqual(0);
    }
  });

  it('let a drill through, by the topics of the doors', { timeout: 120_000 }, async () => {
    const drill = commands.mortsafe('drill', '--rule', 'forged-authority', 'state-exfiltration');
    expect(await drill.ended, drill.said()).toBe(0);
    expect(drill.said()).toContain('2 of 2 arrived');
  });

  it('keep quiet about what is as it should be', () => {
    const said = `${detector.said()}${soc.said()}`;
    expect(said).not.toMatch(/TimeoutNegativeWarning|KafkaJS|^mortsafe (warn|error)/im);
  });

  it('say when the detector is silent, and when it is back', { timeout: 250_000 }, async () => {
    expect(await detector.end('SIGINT')).toBe(0);
    await expect.poll(soc.said, WAIT).toContain('the detector is silent');
    detector = commands.mortsafeWith({ MORTSAFE_OPERATIONS_PORT: String(ports[1]) }, 'detector');
    await expect.poll(soc.said, WAIT).toContain('the detector is back');
  });

  it('are not ready while the broker is away, and leave in time all the same', {
    timeout: 120_000,
  }, async () => {
    broker.pause();
    const began = performance.now();
    const codes = await Promise.all([detector.end(), soc.end()]);
    expect(performance.now() - began).toBeLessThan(LEAVE_MS_MAX + 2_000);
    expect(codes).toEqual([0, 0]);
    broker.resume();
  });
});
