import { trace } from '@opentelemetry/api';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { startAgent } from '../../start-agent.ts';

/** One way to do the same thing, so often in a round. */
export interface Way {
  name: string;
  once(number: number): unknown;
}

/** Takes records as a batch processor does, and delivers none: what delivery costs is the same for all. */
function keeping(countMax: number) {
  const kept: unknown[] = [];
  const keep = (one: unknown): void => {
    kept[kept.length % countMax] = one;
    if (kept.length >= countMax) kept.length = 0;
  };
  return { onEmit: keep, onEnd: keep, onStart() {}, forceFlush: async () => {}, shutdown: async () => {} };
}

/** A status report: without instrumentation, written by hand with OpenTelemetry, and by the SDK. */
export function waysToReport(): Way[] {
  const loggerProvider = new LoggerProvider({ processors: [keeping(512)] });
  const logger = loggerProvider.getLogger('bench');
  const agent = startAgent({
    ...{ id: 'worker-3', fleet: 'shop', instance: 'w-a', env: {}, signals: false, loggerProvider },
    ...{ tracerProvider: trace.getTracerProvider(), heartbeatIntervalMs: 3_600_000 },
  });
  return [
    { name: 'nothing', once: (number) => number },
    {
      name: 'a bare log record',
      once: () =>
        logger.emit({
          eventName: 'mortsafe.agent.status_reported',
          timestamp: new Date(),
          severityNumber: 9,
          body: 'worker-3 reported worker-4 healthy',
          attributes: {
            'mortsafe.id': crypto.randomUUID(),
            'mortsafe.fleet': 'shop',
            'mortsafe.agent': 'worker-4',
            'mortsafe.reporter': 'worker-3',
            'mortsafe.status': 'healthy',
          },
        }),
    },
    { name: 'agent.reportStatus', once: () => agent.reportStatus('worker-4', 'healthy') },
  ];
}

/** A tool call: without instrumentation, in a span of one's own, and by the SDK. */
export function waysToRun(): Way[] {
  const tracerProvider = new TracerProvider({ spanProcessors: [keeping(512)] });
  const tracer = tracerProvider.getTracer('bench');
  const loggerProvider = new LoggerProvider();
  const agent = startAgent({
    ...{
      id: 'worker-3',
      fleet: 'shop',
      instance: 'w-a',
      env: {},
      signals: false,
      loggerProvider,
      tracerProvider,
    },
    heartbeatIntervalMs: 3_600_000,
  });
  const work = async (): Promise<number> => 1;
  return [
    { name: 'nothing', once: work },
    {
      name: 'a bare span',
      once: () =>
        tracer.startActiveSpan(
          'execute_tool search',
          {
            attributes: {
              'gen_ai.operation.name': 'execute_tool',
              'gen_ai.agent.id': 'worker-3',
              'gen_ai.agent.name': 'worker-3',
              'gen_ai.tool.name': 'search',
              'mortsafe.agent': 'worker-3',
              'mortsafe.instance': 'w-a',
              'mortsafe.fleet': 'shop',
            },
          },
          async (span) => {
            try {
              return await work();
            } finally {
              span.end();
            }
          },
        ),
    },
    { name: 'agent.run', once: () => agent.run('execute_tool', { tool: 'search' }, work) },
  ];
}

/** Microseconds of processor that each way takes a time: the best of some rounds, one after the other in each. */
export async function costOf(ways: readonly Way[], { rounds, times }: { rounds: number; times: number }) {
  const best = new Map(ways.map(({ name }) => [name, Number.POSITIVE_INFINITY]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, once } of ways) {
      const before = process.cpuUsage();
      for (let number = 0; number < times; number += 1) {
        const result = once(number);
        if (result instanceof Promise) await result;
      }
      const { user, system } = process.cpuUsage(before);
      best.set(name, Math.min(best.get(name) ?? 0, (user + system) / times));
    }
  }
  return best;
}
