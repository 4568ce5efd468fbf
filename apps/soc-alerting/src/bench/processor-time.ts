import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Queries } from '../storage/database.ts';

const MICROSECONDS = 1_000_000;

/** Seconds of processor that this process has used. */
export function ownSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / MICROSECONDS;
}

const ticksPerSecond = (): number => Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/**
 * Seconds of processor that the database's processes have used, as far as they still live; undefined where it runs
 * elsewhere. Only Linux says so.
 */
export async function databaseSeconds(queries: Queries): Promise<number | undefined> {
  const rows = await queries.query<{ pid: number }>('select pid from pg_stat_activity');
  let ticks = 0;
  try {
    for (const { pid } of rows) {
      const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ').at(-1)?.split(' ') ?? [];
      ticks += Number(fields[11]) + Number(fields[12]);
    }
  } catch {
    return undefined;
  }
  return ticks / ticksPerSecond();
}
