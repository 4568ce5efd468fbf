import { createVitalSigns } from '@mortsafe/detector';
import { type DetectorStep, runKafkaDetector } from '@mortsafe/detector/kafka';
import { rules } from '@mortsafe/rules';
import { createKafka } from '@mortsafe/sources/kafka';
import { policy } from '../policy.ts';
import { type Used, used } from './processor.ts';
import type { RunTopics } from './topics.ts';

/** The detector as `mortsafe detector` runs it, in a process of its own, which says how far it is. */
export interface DetectorJob {
  brokers: string[];
  step: DetectorStep;
  run: RunTopics;
  checkpointEveryMs?: number;
}

export type Said =
  | ({ kind: 'joined'; partitions: number } & Used)
  | ({ kind: 'took'; partition: number; events: number; time: number | undefined } & Used)
  | ({ kind: 'routed'; events: number } & Used)
  | { kind: 'checkpointed'; bytes: number; tookMs: number }
  | { kind: 'notice'; text: string };

const { brokers, step, run, checkpointEveryMs } = JSON.parse(process.argv[2] ?? '') as DetectorJob;
const say = (said: Said): void => void process.send?.(said);
const kafka = await createKafka({ brokers, clientId: `bench-${process.pid}` }, () => {});
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
// Whoever started it is gone.
process.once('disconnect', () => process.exit(1));

await runKafkaDetector(
  {
    ...{ kafka, step, rules, ...run },
    policy: { policy, hash: 'bench' },
    notice: (text) => say({ kind: 'notice', text }),
    vitals: createVitalSigns(run.doors.map(({ topic }) => topic)),
    watch: {
      joined: (_, { length: partitions }) => say({ kind: 'joined', partitions, ...used() }),
      took: (taken) => say({ kind: 'took', ...taken, ...used() }),
      entered: ({ events = [] }) => say({ kind: 'routed', events: events.length, ...used() }),
      checkpointed: ({ bytes, tookMs }) => say({ kind: 'checkpointed', bytes, tookMs }),
    },
    ...(checkpointEveryMs !== undefined && { checkpointEveryMs }),
  },
  stopping.signal,
);
process.disconnect();
