import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '@mortsafe/testing';

const run = promisify(execFile);
const INSTALLED = '/usr/lib/postgresql';

/** A PostgreSQL of a test's own, which it may crash. Debian's package brings what it needs. */
export interface OwnPostgres {
  url: string;
  /** Crashes it, and starts it again. */
  crash(): Promise<void>;
  /** A program that comes with it, such as `pg_dump`. */
  tool(name: string, ...args: string[]): Promise<string>;
  stop(): Promise<void>;
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const versions = await readdir(INSTALLED);
  const newest = versions.sort((one, other) => Number(one) - Number(other)).at(-1) ?? '';
  const home = await mkdtemp(join(tmpdir(), 'mortsafe-postgres-'));
  const data = join(home, 'data');
  const isRoot = process.getuid?.() === 0;
  // It refuses to run as root.
  const tool = async (name: string, ...args: string[]): Promise<string> => {
    const program = join(INSTALLED, newest, 'bin', name);
    const [file = '', ...rest] = isRoot
      ? ['runuser', '-u', 'postgres', '--', program, ...args]
      : [program, ...args];
    return (await run(file, rest, { cwd: home })).stdout;
  };
  await mkdir(data);
  await chmod(home, 0o777);
  if (isRoot) await run('chown', ['postgres', data]);
  const [port = 0] = await freePorts(1);
  await tool('initdb', '-D', data, '-U', 'mortsafe', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N');
  const options = `-p ${port} -k ${home} -c listen_addresses=127.0.0.1 -c max_connections=30`;
  const start = () => tool('pg_ctl', '-D', data, '-l', join(home, 'log'), '-w', '-o', options, 'start');
  const stop = () => tool('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
  await start();
  await tool('createdb', '-h', '127.0.0.1', '-p', String(port), '-U', 'mortsafe', 'mortsafe');
  return {
    url: `postgres://mortsafe@127.0.0.1:${port}/mortsafe`,
    async crash() {
      await stop();
      await start();
    },
    tool,
    async stop() {
      await stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
