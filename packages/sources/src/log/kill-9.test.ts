import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openLog } from './open-log.ts';

const RUNS = 6;
const fixture = join(import.meta.dirname, 'append-until-killed.fixture.ts');

/** Resolves to what the child said it had been acknowledged, by offset. */
async function appendAndKill(directory: string, run: number, afterMs: number): Promise<Map<number, string>> {
  const child = spawn(process.execPath, [fixture, directory, String(run)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await once(child.stdout, 'data');
  await sleep(afterMs);
  child.kill('SIGKILL');
  await once(child, 'close');

  const lines = said.split('\n').slice(1, -1); // The last one may be cut.
  return new Map(lines.map((line) => [Number.parseInt(line, 10), line.slice(line.indexOf(' ') + 1)]));
}

it('an event log whose process is killed with -9 under load has every acknowledged record, in order and once', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kill-9-'));
  const acknowledged = new Map<number, string>();
  for (let run = 0; run < RUNS; run++) {
    for (const [offset, body] of await appendAndKill(directory, run, 40 + run * 37)) {
      expect(acknowledged.has(offset)).toBe(false);
      acknowledged.set(offset, body);
    }
  }

  const log = await openLog(directory);
  const stored: string[] = [];
  while (stored.length < log.end())
    stored.push(...(await log.read(stored.length, 1_000)).records.map(({ body }) => body));
  await log.close();
  await rm(directory, { recursive: true });

  expect(acknowledged.size).toBeGreaterThan(RUNS * 3);
  for (const [offset, body] of acknowledged) expect(stored[offset]).toBe(body);
  expect(new Set(stored).size).toBe(stored.length);
});
