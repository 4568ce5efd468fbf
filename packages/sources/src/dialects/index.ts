import type { LogRecord, SpanRecord } from '../otlp/records.ts';
import type { Dialect } from './dialect.ts';
import { genAiSpans } from './gen-ai-spans.ts';
import { mortsafeLogs } from './mortsafe-logs.ts';
import { openinferenceSpans } from './openinference-spans.ts';

/** The first that matches decodes the record. */
export const logDialects: readonly Dialect<LogRecord>[] = [mortsafeLogs];
export const spanDialects: readonly Dialect<SpanRecord>[] = [genAiSpans, openinferenceSpans];
