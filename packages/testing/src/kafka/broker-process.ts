import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { java } from './kafka-jars.ts';

const run = promisify(execFile);

const LOG_CONFIG = join(import.meta.dirname, 'log4j2.properties');
const READY = 'Kafka Server started';
const POLL_MS = 50;
const START_MS_MAX = 60_000;
const STOP_MS_MAX = 15_000;
const TOLD_LINES = 30;

/** The Java process of a broker whose folder has been formatted. */
export interface BrokerProcess {
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  /** Resolves once it is gone; after 15 s it is killed. */
  end(name: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Gives a fresh folder its identity and its SCRAM users. */
export async function formatFolder(
  classPath: string,
  config: string,
  scram: Readonly<Record<string, string>> = {},
): Promise<void> {
  const users = Object.entries(scram).flatMap(([name, password]) => [
    '--add-scram',
    `SCRAM-SHA-512=[name=${name},password=${password}]`,
  ]);
  const clusterId = Buffer.from(crypto.randomUUID().slice(0, 16)).toString('base64url').slice(0, 22);
  await run(java(), [
    ...[...quickStart, `-Dlog4j2.configurationFile=${LOG_CONFIG}`, '-cp', classPath],
    ...['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', config, '--ignore-formatted', ...users],
  ]);
}

/** Up sooner, and slower after a minute; whoever measures gives back what it takes by `-XX:TieredStopAtLevel=4`. */
const quickStart = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];

export interface BrokerCommand {
  classPath: string;
  config: string;
  logFile: string;
  jvm: readonly string[];
}

/**
 * Starts the broker and waits until it serves.
 *
 * @throws With the last lines of its log, where it ends before that or takes a minute.
 */
export async function startProcess({
  classPath,
  config,
  logFile,
  jvm,
}: BrokerCommand): Promise<BrokerProcess> {
  const before = await length(logFile);
  const log = openSync(logFile, 'a');
  const child = spawn(
    java(),
    [
      ...['-Xms256m', '-Xmx512m', ...quickStart, ...jvm],
      ...[`-Dlog4j2.configurationFile=${LOG_CONFIG}`, '-cp', classPath, 'kafka.Kafka', config],
    ],
    { stdio: ['ignore', log, log] },
  );
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const guard = watchOver(child);

  const deadline = performance.now() + START_MS_MAX;
  while (!(await readFile(logFile, 'utf8')).slice(before).includes(READY)) {
    if (child.exitCode === null && child.signalCode === null && performance.now() < deadline) {
      await sleep(POLL_MS);
      continue;
    }
    child.kill('SIGKILL');
    throw new Error(`the broker did not start; the end of its log:\n${await lastLines(logFile)}`);
  }

  return {
    signal: (name) => void child.kill(name),
    async end(name) {
      child.kill(name);
      child.kill('SIGCONT'); // What was paused could not hear it.
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
      await ended;
      clearTimeout(timer);
      guard.kill();
    },
  };
}

/** A broker must not outlive the process that started it, however that ends: its end closes the guard's input. */
function watchOver(child: ChildProcess): ChildProcess {
  const guard = spawn('sh', ['-c', `read -r _; kill -9 ${child.pid} 2>/dev/null`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  (guard.stdin as Socket | null)?.unref();
  return guard;
}

async function length(file: string): Promise<number> {
  const handle = await open(file, 'a');
  const { size } = await handle.stat();
  await handle.close();
  return size;
}

async function lastLines(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).trimEnd().split('\n').slice(-TOLD_LINES).join('\n');
}
