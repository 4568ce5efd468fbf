import type { KafkaWriter } from '@mortsafe/sources/kafka';
import type { Broker } from '@mortsafe/testing/kafka';
import type { Kafka } from 'kafkajs';

/** What every measurement has. */
export interface Bench {
  broker: Broker;
  kafka: Kafka;
  writer: KafkaWriter;
  agents: number;
  events: number;
  rounds: number;
  quick: boolean;
}

/** Of a whole stream. */
export interface Pace {
  events: number;
  seconds: number;
  cpuSeconds: number;
}

export function sayPace(name: string, { events, seconds, cpuSeconds }: Pace): void {
  const pace = `${Math.round(events / seconds / 1_000)} k events/s`;
  console.log(
    `${name.padEnd(24)} ${pace.padStart(16)} ${cpuSeconds.toFixed(2).padStart(8)} s of the processor`,
  );
}
