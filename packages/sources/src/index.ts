export type { Dialect, DoorContext, Heard } from './dialects/dialect.ts';
export { logDialects, spanDialects } from './dialects/index.ts';
export {
  type FromSensor,
  type SensorDecoder,
  type SensorDelivery,
  sensorDecoder,
} from './dialects/sensors/sensor-decoder.ts';
export { sensorDialectNames } from './dialects/sensors/sensor-dialect-names.ts';
export type { Appended } from './log/group-commit.ts';
export { LogError, type LogErrorCode } from './log/log-error.ts';
export { type EventLog, type LogOptions, openLog } from './log/open-log.ts';
export type { StoredRecord } from './log/read-segment.ts';
export { type DecodedDelivery, type Encoding, type OtlpDelivery, otlpDecoder } from './otlp/decode-otlp.ts';
export type { LogRecord, Signal, SpanRecord } from './otlp/records.ts';
export type { Authenticate } from './otlp-http/check-request.ts';
export type { ReceiverCounts } from './otlp-http/counts.ts';
export {
  type OtlpHttpReceiver,
  type OtlpHttpReceiverOptions,
  otlpHttpReceiver,
} from './otlp-http/otlp-http-receiver.ts';
export type { ReplayBatch } from './replay/line-reader.ts';
export { type Replayed, type ReplayOptions, replaySource } from './replay/replay-source.ts';
export {
  type Decoded,
  type Delivery,
  type DoorPass,
  type Rejection,
  rejection,
  type Source,
} from './source.ts';
export { type TailOptions, type TailPosition, type TailStep, tailSource } from './tail/tail-source.ts';
