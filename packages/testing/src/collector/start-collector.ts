import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../free-ports.ts';
import { collectorBinary, collectorConfigFile } from './collector-binary.ts';

const START_MS_MAX = 60_000;
const STOP_MS_MAX = 15_000;
const ASK_MS = 100;

export interface CollectorOptions {
  brokers: readonly string[];
}

export interface Collector {
  /** Where agents send OTLP over HTTP. */
  url: string;
  kill9(): Promise<void>;
  /** Starts it again, with what it had not yet written. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a real OpenTelemetry Collector with the configuration that we recommend, before a Kafka.
 *
 * @throws With what it said, where it does not come up within a minute.
 */
export async function startCollector({ brokers }: CollectorOptions): Promise<Collector> {
  const folder = await mkdtemp(join(tmpdir(), 'mortsafe-collector-'));
  const [http, grpc, health] = await freePorts(3);
  const binary = await collectorBinary();
  const logFile = join(folder, 'collector.log');
  const env = {
    ...process.env,
    OTLP_HTTP_ENDPOINT: `127.0.0.1:${http}`,
    OTLP_GRPC_ENDPOINT: `127.0.0.1:${grpc}`,
    HEALTH_ENDPOINT: `127.0.0.1:${health}`,
    QUEUE_DIRECTORY: join(folder, 'queue'),
    KAFKA_BROKERS: brokers.join(),
  };

  async function start() {
    const child = spawn(binary, ['--config', collectorConfigFile], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(logFile, { flags: 'a' });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    const ended = once(child, 'exit');
    // A test that dies must not leave it behind.
    const kill = (): void => void child.kill('SIGKILL');
    process.once('exit', kill);
    const deadline = performance.now() + START_MS_MAX;
    while (!(await isUp(`http://127.0.0.1:${health}/`))) {
      if (child.exitCode === null && performance.now() < deadline) {
        await sleep(ASK_MS);
        continue;
      }
      kill();
      throw new Error(`the Collector did not start:\n${await readFile(logFile, 'utf8')}`);
    }
    return async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
      const timer = setTimeout(kill, STOP_MS_MAX);
      child.kill(signal);
      await ended;
      clearTimeout(timer);
      process.off('exit', kill);
      log.end();
    };
  }

  let end = await start();
  return {
    url: `http://127.0.0.1:${http}`,
    kill9: () => end('SIGKILL'),
    async restart() {
      end = await start();
    },
    async stop() {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const isUp = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
