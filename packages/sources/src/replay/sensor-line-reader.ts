import { type AgentEvent, type Policy, parseAgentEvent } from '@mortsafe/agent-events';
import { mortsafeEvents } from '../dialects/mortsafe-events.ts';
import { sensorDecoder } from '../dialects/sensors/sensor-decoder.ts';
import type { SensorDialect } from '../dialects/sensors/sensor-dialect.ts';
import { sensorDialects } from '../dialects/sensors/sensor-dialects.ts';
import { unwrap } from '../dialects/sensors/unwrap.ts';
import { rejection } from '../source.ts';
import { createLineSplitter, LINE_BYTES_MAX } from '../tail/line-splitter.ts';
import type { LineReader, ReplayBatch } from './line-reader.ts';

/** Our own events say themselves who spoke, and when that was observed. */
const recordedEvents: SensorDialect = {
  ...mortsafeEvents,
  decode: (record) => [parseAgentEvent(record)],
};

const dialects = sensorDialects.map((dialect) => (dialect === mortsafeEvents ? recordedEvents : dialect));

export interface SensorReaderOptions {
  policy: Policy;
  /** Whose words. Default: of each line the first that fits. */
  dialect?: string | undefined;
}

/** Reads what sensors said, one object or list a line; each was observed when its sensor says. */
export function createSensorLineReader(file: string, { policy, dialect }: SensorReaderOptions): LineReader {
  const decode = sensorDecoder(policy, dialects);
  const splitter = createLineSplitter();
  const pass = { origin: 'platform' } as const;
  let number = 0;

  function read(lines: readonly (Buffer | undefined)[]): ReplayBatch {
    const events: AgentEvent[] = [];
    const batch: ReplayBatch = { kind: 'batch', events, rejections: [], drops: [] };
    for (const bytes of lines) {
      number++;
      const position = `${file}:${number}`;
      if (!bytes) batch.rejections.push(rejection(`a line of more than ${LINE_BYTES_MAX} bytes`, position));
      else if (bytes.toString('latin1').trim() !== '') {
        const found = decode({ bytes, position, pass, observedTime: undefined, dialect });
        events.push(...found.events);
        batch.rejections.push(...found.rejections);
        batch.drops?.push(...found.drops);
      }
    }
    return batch;
  }

  return { feed: (chunk) => read(splitter.feed(chunk)), finish: () => read(splitter.finish()) };
}

const HEAD_BYTES_MAX = 262_144;

/** Whether the first line of a recording is what a sensor said. */
export function isOfSensor(chunk: Buffer): boolean {
  const [line = ''] = chunk.subarray(0, HEAD_BYTES_MAX).toString().trimStart().split('\n', 1);
  const [first] = unwrap(Buffer.from(line));
  if (first?.kind !== 'record') return false;
  return sensorDialects.some((dialect) => dialect !== mortsafeEvents && dialect.matches(first.record));
}
