import { requireBetween } from '../bounds.ts';
import type { Environment } from '../environment.ts';
import { InvalidOptionError } from '../errors.ts';

export interface TelemetryOptions {
  /**
   * Base URL of the OTLP/HTTP receiver.
   * Default `MORTSAFE_ENDPOINT`, else `OTEL_EXPORTER_OTLP_ENDPOINT`, else `http://127.0.0.1:4318`.
   */
  endpoint?: string | undefined;
  /** Sent as bearer token. Default `MORTSAFE_TOKEN`. */
  token?: string | undefined;
  /** `service.name`. Default `OTEL_SERVICE_NAME`, else `MORTSAFE_AGENT`, else `agent`. */
  serviceName?: string | undefined;
  /** How many log records, and how many spans, are kept at most while the receiver is away. 1 to 100,000, default 2,048. */
  queueMax?: number | undefined;
  /** Milliseconds the receiver has to take a batch, 100 to 60,000. Default 3,000. */
  answerTimeoutMs?: number | undefined;
  /** Milliseconds that a process which ends without waiting is held up to send its last words, 0 to 10,000. Default 1,000. */
  lastWordsMs?: number | undefined;
  /** Default `process.env`. */
  env?: Environment | undefined;
}

export interface TelemetrySettings {
  endpoint: string;
  headers: Record<string, string>;
  serviceName: string;
  instance: string;
  queueMax: number;
  answerTimeoutMs: number;
  lastWordsMs: number;
}

/** Options, environment and defaults, in this order. */
export function settle(options: TelemetryOptions): TelemetrySettings {
  const { env = process.env, queueMax = 2_048, answerTimeoutMs = 3_000, lastWordsMs = 1_000 } = options;
  const { endpoint = env.MORTSAFE_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT ?? 'http://127.0.0.1:4318' } =
    options;
  const { token = env.MORTSAFE_TOKEN } = options;
  if (!URL.canParse(endpoint) || !/^https?:/i.test(endpoint)) {
    // The address may hold a secret, so it is not repeated.
    throw new InvalidOptionError('endpoint (or MORTSAFE_ENDPOINT)', 'be an http or https URL');
  }
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    serviceName: options.serviceName ?? env.OTEL_SERVICE_NAME ?? env.MORTSAFE_AGENT ?? 'agent',
    instance: env.MORTSAFE_INSTANCE ?? crypto.randomUUID(),
    queueMax: requireBetween('queueMax', queueMax, 1, 100_000),
    answerTimeoutMs: requireBetween('answerTimeoutMs', answerTimeoutMs, 100, 60_000),
    lastWordsMs: requireBetween('lastWordsMs', lastWordsMs, 0, 10_000),
  };
}
