import { hostname } from 'node:os';
import { HOST_NAME, PROCESS_PID, SERVICE_INSTANCE_ID, SERVICE_NAME } from '@mortsafe/agent-events/attributes';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { ProtobufLogsSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { defaultResource, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { NodeSDK } from '@opentelemetry/sdk-node';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { flushAll } from '../flush.ts';
import { toLogRecord } from '../log-record.ts';
import { registeredLoggerProvider } from '../logger-provider.ts';
import { markPrompt } from '../prompt-providers.ts';
import { eventOf } from '../voice.ts';
import { warnOnce } from '../warn-once.ts';
import { createDeliveryQueue, type DeliveryQueue } from './delivery-queue.ts';
import { lastWords, sendLastWords } from './last-words.ts';
import { isHeartbeat, logDelivery } from './log-delivery.ts';
import { createLosses, type Losses } from './losses.ts';
import { otlpHttpSender, type Serializer } from './otlp-http-sender.ts';
import { isLaunch, spanDelivery } from './span-delivery.ts';
import { settle, type TelemetryOptions, type TelemetrySettings } from './telemetry-options.ts';

export interface Telemetry {
  /** Resolves when everything is sent, or `timeoutMs` (default 2,000) have passed. */
  flush(timeoutMs?: number): Promise<void>;
}

const ALREADY =
  'mortsafe: an OpenTelemetry logs provider is registered already, so setupTelemetry() did nothing; agents use that one.';

/**
 * Sets up OpenTelemetry for a process that has none, so that what its agents do reaches the detector at once.
 *
 * Call it before `startAgent`, once. A receiver that is dead, slow or refuses costs the agent nothing but a bounded
 * queue; what does not fit is counted and told as `telemetry.lost` when the receiver is back.
 *
 * @throws {InvalidOptionError} An option is out of bounds.
 * @example
 * setupTelemetry();
 * const agent = startAgent({ id: 'worker-3', fleet: 'checkout' });
 */
export function setupTelemetry(options: TelemetryOptions = {}): Telemetry {
  const settings = settle(options);
  if (registeredLoggerProvider() !== undefined) {
    warnOnce(ALREADY);
    return { flush: async () => {} };
  }
  const losses = createLosses();
  const logs = queueFor<ReadableLogRecord>({
    ...{ settings, losses, path: '/v1/logs' },
    serializer: ProtobufLogsSerializer,
    expendable: isHeartbeat,
  });
  const spans = queueFor<ReadableSpan>({
    ...{ settings, losses, path: '/v1/traces' },
    serializer: ProtobufTraceSerializer,
    expendable: (span) => !isLaunch(span),
  });
  new NodeSDK({
    resource: resourceOf(settings),
    resourceDetectors: [envDetector],
    logRecordProcessors: [logDelivery(logs)],
    spanProcessors: [spanDelivery(spans)],
    metricReaders: [],
  }).start();
  const provider = registeredLoggerProvider();
  if (provider !== undefined) markPrompt(provider);
  process.on('exit', () => sendLastWords(lastWords(settings, logs, spans), settings.lastWordsMs));
  const flushables = [logs, spans].map((queue) => ({ forceFlush: () => queue.flush() }));
  return { flush: (timeoutMs = 2_000) => flushAll(flushables, timeoutMs, { hold: true }) };
}

interface QueueParts<Item> {
  settings: TelemetrySettings;
  losses: Losses;
  path: string;
  serializer: Serializer<Item>;
  expendable(item: Item): boolean;
}

function queueFor<Item extends ReadableLogRecord | ReadableSpan>(
  parts: QueueParts<Item>,
): DeliveryQueue<Item> {
  const { settings, losses, path, serializer, expendable } = parts;
  const { endpoint, headers, answerTimeoutMs: timeoutMs } = settings;
  return createDeliveryQueue<Item>({
    send: otlpHttpSender({ url: endpoint + path, headers, serializer, timeoutMs }),
    lose: losses.add,
    delivered: () => tellLosses(losses),
    expendable,
    itemsMax: settings.queueMax,
  });
}

function tellLosses(losses: Losses): void {
  const logger = registeredLoggerProvider()?.getLogger('@mortsafe/agent-sdk');
  for (const { count, ...speaker } of losses.take()) {
    logger?.emit(toLogRecord(eventOf(speaker, 'telemetry.lost', { count, where: 'sdk' }), ROOT_CONTEXT));
  }
}

/** No detectors but the environment's: what they find, such as the command line, may hold secrets. */
const resourceOf = ({ serviceName, instance }: TelemetrySettings) =>
  defaultResource().merge(
    resourceFromAttributes({
      [SERVICE_NAME]: serviceName,
      [SERVICE_INSTANCE_ID]: instance,
      [HOST_NAME]: hostname(),
      [PROCESS_PID]: process.pid,
    }),
  );
