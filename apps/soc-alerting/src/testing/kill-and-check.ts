import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { openPGliteOrStartAfresh } from '../storage/pglite-database.ts';

const writer = fileURLToPath(new URL('write-until-killed.ts', import.meta.url));

/** Kills a process that writes, and checks that the database opens with each batch whole or not there. */
export async function killAndCheck(data: string, aliveMs: number): Promise<number> {
  await writeAndKill(data, aliveMs);
  const { database, setAside } = await openPGliteOrStartAfresh(data, Date.now);
  expect(setAside).toBeUndefined();
  const [row] = await database.query<{ position: number; findings: number; told: number; messages: number }>(
    `select coalesce((select position from read_positions), 0) as position,
       (select count(*)::integer from findings) as findings,
       (select count(*)::integer from told_changes where change = 'opened') as told,
       (select count(*)::integer from notifications) as messages`,
  );
  await database.close();
  const position = row?.position ?? 0;
  expect(row).toEqual({ position, findings: position, told: position, messages: position });
  expect(position).toBeGreaterThan(0);
  return position;
}

/** Lets a child write findings as fast as it can and kills it outright, this long after its first. */
function writeAndKill(data: string, aliveMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, data], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), aliveMs));
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      signal === 'SIGKILL' ? resolve() : reject(new Error(`the writer ended by itself: ${code}`)),
    );
  });
}
