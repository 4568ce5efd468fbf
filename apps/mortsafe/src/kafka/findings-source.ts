import type { DetectorWatch } from '@mortsafe/detector';
import { lookHowFar, type TopicNames } from '@mortsafe/detector/kafka';
import type { FindingsSource } from '@mortsafe/soc-alerting';
import { kafkaReader } from '@mortsafe/sources/kafka';
import type { Kafka } from 'kafkajs';
import { readReports } from '../read-reports.ts';

export interface KafkaFindingsOptions {
  kafka: Kafka;
  /** Of the SOC application; one process of it reads at a time. */
  groupId: string;
  topics: Pick<TopicNames, 'findings' | 'acts' | 'orders' | 'timelines'>;
  watch?: DetectorWatch;
  unreadable(position: string, reason: string): void;
}

const BATCH_MAX = 200;

/**
 * Lets the SOC application read what detectors report by Kafka. Where to read on is the group's to know, and is
 * committed once a batch is stored; the application's own position only counts.
 */
export function kafkaFindingsSource(options: KafkaFindingsOptions): FindingsSource {
  const { kafka, groupId, topics, watch } = options;
  return {
    name: `kafka/${groupId}`,
    async *read(from, signal) {
      const { findings, acts, orders, timelines } = topics;
      const reader = kafkaReader({ kafka, groupId, topics: [findings, acts, orders, timelines] });
      const stopLooking = lookHowFar(reader, (stands) => watch?.stands?.('soc', stands));
      let count = from;
      try {
        for await (const step of reader.read(signal)) {
          if (step.kind === 'assigned') watch?.joined?.('soc', step.partitions);
          if (step.kind !== 'batch') continue;
          const { topic, partition, deliveries, next } = step;
          for (let at = 0; at < deliveries.length; at += BATCH_MAX) {
            const some = deliveries.slice(at, at + BATCH_MAX);
            count += some.length;
            const reports = readReports(
              some,
              ({ body }) => Buffer.from(body).toString(),
              ({ position }, reason) => options.unreadable(position, reason),
            );
            yield { ...reports, next: count };
          }
          if (signal.aborted) return;
          await reader.commit([{ topic, partition, offset: next }]);
        }
      } finally {
        stopLooking();
        watch?.left?.('soc');
      }
    },
  };
}
