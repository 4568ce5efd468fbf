import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Meter } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import packageJson from '../../package.json' with { type: 'json' };
import type { OperationsSettings } from '../config/settings.ts';
import { urlOf } from '../config/url-of.ts';
import { CannotRun } from '../io.ts';
import { measureProcess } from './measure-process.ts';

/** Where a process says how it is: to an orchestrator, and to Prometheus. */
export interface Operations {
  /** What is measured with it stands in `/metrics`. */
  meter: Meter;
  /** Gives the sentences that say why it is not ready; none when it is. Until it is called, it is starting. */
  readyWhen(troubles: () => readonly string[] | Promise<readonly string[]>): void;
  url: string;
  close(): Promise<void>;
}

/** Of one metric; beyond it the SDK counts all others as one. */
const SERIES_MAX = 2_000;
const REQUESTS_MS_MAX = 5_000;
const CONNECTIONS_MAX = 50;

/**
 * Listens for `/livez`, `/readyz` and `/metrics`, and answers nothing else. Nobody is asked who he is: nothing here
 * names an agent or says what was found, and by default only this machine is answered.
 *
 * @param usualPort - Where the settings name none; another one where that is taken.
 * @throws {CannotRun} The port of the settings is taken.
 */
export async function openOperations(
  { host, port }: Pick<OperationsSettings, 'host' | 'port'>,
  usualPort: number,
): Promise<Operations> {
  const exporter = new PrometheusExporter({
    preventServerStart: true,
    withoutTargetInfo: true,
    withoutScopeInfo: true,
  });
  const provider = new MeterProvider({
    readers: [exporter],
    views: [{ instrumentName: '*', aggregationCardinalityLimit: SERIES_MAX }],
  });
  const meter = provider.getMeter('mortsafe', packageJson.version);
  measureProcess(meter);
  let troubles: Parameters<Operations['readyWhen']>[0] = () => ['it is starting'];

  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET' && request.method !== 'HEAD') return say(response, 405, ['GET alone']);
    if (path === '/livez') return say(response, 200, []);
    if (path === '/readyz') return void sayReady(response, troubles);
    if (path === '/metrics') return metrics(exporter, request, response);
    return say(response, 404, ['there are /livez, /readyz and /metrics']);
  });
  server.requestTimeout = REQUESTS_MS_MAX;
  server.maxConnections = CONNECTIONS_MAX;
  const taken = await listen(server, host, port ?? usualPort).then(
    (): undefined => undefined,
    (error: NodeJS.ErrnoException) => error,
  );
  if (taken && (port !== undefined || taken.code !== 'EADDRINUSE')) throw refusal(taken, host, port);
  if (taken) await listen(server, host, 0);
  const address = server.address();
  const at = typeof address === 'object' && address !== null ? address.port : 0;

  return {
    meter,
    readyWhen(asked) {
      troubles = asked;
    },
    url: urlOf(host, at),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await provider.shutdown();
    },
  };
}

const metrics = (exporter: PrometheusExporter, request: IncomingMessage, response: ServerResponse): void =>
  exporter.getMetricsRequestHandler(request, response);

async function sayReady(response: ServerResponse, troubles: Parameters<Operations['readyWhen']>[0]) {
  const found = await Promise.resolve()
    .then(troubles)
    .catch(() => ['it cannot be told']);
  say(response, found.length === 0 ? 200 : 503, found);
}

function say(response: ServerResponse, status: number, sentences: readonly string[]): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${[status === 200 ? 'ok' : 'not ok', ...sentences].join('\n')}\n`);
}

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

const refusal = ({ code = 'unknown' }: NodeJS.ErrnoException, host: string, port = 0): CannotRun =>
  new CannotRun(
    `health and metrics cannot be given at ${host}:${port} (${code}); ` +
      'choose another with --operations-port, MORTSAFE_OPERATIONS_PORT or operations.port; 0 takes a free one',
  );
