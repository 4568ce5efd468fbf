/** A real agent process for tests. What it does is its first argument. */
import { spawn } from 'node:child_process';
import { setupTelemetry, startAgent } from '../node/index.ts';

const telemetry = setupTelemetry();
const agent = startAgent({ heartbeatIntervalMs: 100 });
const stayAlive = () => setInterval(() => {}, 60_000);
const markersSeen = () =>
  Object.keys(process.env)
    .filter((name) => /^(MORTSAFE_LAUNCHED_BY|MORTSAFE_INSTANCE|TRACEPARENT|TRACESTATE)/.test(name))
    .join();

const acts: Record<string, () => unknown> = {
  live: stayAlive,
  end: () => {},
  crash: () => setTimeout(() => Promise.reject(new Error('prompt: secret')), 50),
  exit: () => setTimeout(() => process.exit(3), 50),
  'crash-handled': () => {
    process.on('uncaughtException', () => {});
    setTimeout(() => {
      throw new Error('handled');
    }, 50);
    setTimeout(() => agent.stop('drained'), 200);
  },
  'own-handler': () => {
    stayAlive();
    process.on('SIGTERM', () => setTimeout(() => process.exit(7), 300));
  },
  'swallows-signals': () => {
    stayAlive();
    process.on('SIGTERM', () => {});
  },
  'only-one-handler': () => {
    stayAlive();
    // As some libraries do: they end the process only if nobody else listens.
    process.on('SIGTERM', function mine() {
      if (process.listenerCount('SIGTERM') > 1) return;
      process.off('SIGTERM', mine);
      process.kill(process.pid, 'SIGTERM');
    });
  },
  'two-agents': () => {
    startAgent({ id: 'second', heartbeatIntervalMs: 100 });
    stayAlive();
  },
  launcher: () =>
    agent.launch('child', (env) =>
      spawn(process.execPath, [import.meta.filename, 'launched'], { env, stdio: 'inherit' }),
    ),
  launched: () => {
    console.log(`launched sees: ${markersSeen()}`);
    // Not by `agent.launch`: what it inherits is only what was left of the environment.
    spawn(process.execPath, [import.meta.filename, 'inheriting'], {
      env: { ...process.env, MORTSAFE_AGENT: 'grandchild' },
      stdio: 'inherit',
    });
  },
  inheriting: () => console.log(`grandchild sees: ${markersSeen()}`),
};

acts[process.argv[2] ?? 'live']?.();
void telemetry;
