import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

interface Demo {
  child: ChildProcess;
  said(): string;
  /** Resolves once it has said so; rejects when it ends before. */
  until(text: string): Promise<void>;
  ended: Promise<number | null>;
}

function startDemo(temporary: string): Demo {
  const child = spawn(process.execPath, [MAIN, 'demo', '--once'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: temporary },
  });
  let said = '';
  const looks = new Set<() => void>();
  const take = (chunk: unknown): void => {
    said += String(chunk);
    for (const look of looks) look();
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    child,
    said: () => said,
    ended,
    until: (text) =>
      new Promise((resolve, reject) => {
        looks.add(() => {
          if (said.includes(text)) resolve();
        });
        void ended.then(() => reject(new Error(`the demo ended; it said:\n${said}`)));
      }),
  };
}

/** Processes of the demo's fleet, by the marker that an agent carries whoever launched it. */
function leftovers(said: string): string[] {
  const fleet = /Starting the fleet (\S+):/.exec(said)?.[1];
  expect(fleet).toBeDefined();
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => environmentOf(pid).includes(`MORTSAFE_FLEET=${fleet}\0`));
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}

describe('mortsafe demo', () => {
  // Killed outright, it cannot clear away its files.
  let temporary: string;
  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'mortsafe-demo-test-'));
  });
  afterEach(() => rm(temporary, { recursive: true, force: true }));

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'leaves nothing running after %s, not even an agent that a peer launched',
    async (signal) => {
      const demo = startDemo(temporary);
      await demo.until('is back, as process');
      expect(leftovers(demo.said()).length).toBeGreaterThan(1);
      demo.child.kill(signal);
      await demo.ended;
      await expect.poll(() => leftovers(demo.said()), { timeout: 20_000 }).toEqual([]);
    },
    120_000,
  );
});
