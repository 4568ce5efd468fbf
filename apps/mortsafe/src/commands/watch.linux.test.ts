import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyPolicy } from '@mortsafe/agent-events';
import { otlpDecoder } from '@mortsafe/sources';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Commands, commandsIn } from '../testing/commands-in.ts';

const WAIT = { timeout: 25_000, interval: 100 };
const TOKEN = 'sensor-token-of-a-test';

let folder: string;
let commands: Commands;
let agent: ChildProcess;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortsafe-watch-'));
  commands = commandsIn(folder);
});
afterEach(async () => {
  commands.endAll();
  agent?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** A platform door that keeps what it is told, and answers as it is set. */
async function openDoor(): Promise<{
  url: string;
  server: Server;
  told: string[];
  answers: { status: number };
}> {
  const told: string[] = [];
  const answers = { status: 200 };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const status = request.headers.authorization === `Bearer ${TOKEN}` ? answers.status : 401;
    response.writeHead(status).end();
    if (status !== 200) return;
    const decoded = otlpDecoder(emptyPolicy)({
      ...{ signal: 'logs', encoding: 'json', bytes: Buffer.concat(chunks), position: 'p' },
      ...{ pass: { origin: 'platform' }, observedTime: Date.now() },
    });
    if (decoded.kind !== 'records') return;
    for (const { type, agent: id, origin, fleet } of decoded.events)
      if (fleet === folder) told.push(`${origin} ${type} ${id}`);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, told, answers };
}

function startAgent(): void {
  const env = { MORTSAFE_AGENT: 'worker', MORTSAFE_FLEET: folder, MORTSAFE_INSTANCE: 'w-1' };
  agent = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { env, stdio: 'ignore' });
}

describe('mortsafe watch', () => {
  it('tells the platform door of starts and stops, and keeps them while it does not answer', async () => {
    const door = await openDoor();
    const watch = commands.mortsafeWith(
      { MORTSAFE_PLATFORM_TOKEN: TOKEN },
      'watch',
      '--platform-url',
      door.url,
    );
    startAgent();
    await expect.poll(() => door.told, WAIT).toEqual(['platform agent.started worker']);
    door.answers.status = 503;
    agent.kill('SIGKILL');
    await expect.poll(watch.said, WAIT).toContain('answers HTTP 503');
    door.answers.status = 200;
    await expect
      .poll(() => door.told, WAIT)
      .toEqual(['platform agent.started worker', 'platform agent.stopped worker']);
    expect(await watch.end('SIGINT')).toBe(0);
    door.server.close();
  });

  it('finds the door and its token in the configuration, and says once that it is not let in', async () => {
    const door = await openDoor();
    const { port } = new URL(door.url);
    const platform = `{ port: ${port}, tokens: [{ token: { env: SENSOR_TOKEN } }] }`;
    await writeFile(
      join(folder, 'mortsafe.yaml'),
      `doors: { platform: ${platform} }\nwatch: { every: 100ms }\n`,
    );
    startAgent();
    const stranger = commands.mortsafeWith({ SENSOR_TOKEN: 'another' }, 'watch');
    await expect.poll(stranger.said, WAIT).toContain('does not know the token');
    expect(door.told).toEqual([]);
    await stranger.end();
    commands.mortsafeWith({ SENSOR_TOKEN: TOKEN }, 'watch');
    await expect.poll(() => door.told, WAIT).toEqual(['platform agent.started worker']);
    door.server.close();
  });

  it.each([
    [[], 'names no platform door (doors.platform); --platform-url says where it is'],
    [['--platform-url', 'http://127.0.0.1:1'], 'asks for a token: set MORTSAFE_PLATFORM_TOKEN'],
  ])('says what is missing: %j', async (words, text) => {
    const watch = commands.mortsafe('watch', ...words);
    expect(await watch.ended).toBe(2);
    expect(watch.said()).toContain(text);
  });
});
