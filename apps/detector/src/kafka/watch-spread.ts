import type { Kafka } from 'kafkajs';
import { type SpreadTopics, spreadProblem } from './spread.ts';

export interface WatchSpreadOptions {
  kafka: Kafka;
  topics: SpreadTopics;
  /** One sentence for the operator. */
  notice(text: string): void;
  /** Default 60,000. */
  everyMs?: number;
}

const EVERY_MS = 60_000;

/** Looks now and then whether somebody has added partitions, and says so once. The function ends it. */
export function watchSpread({ kafka, topics, notice, everyMs = EVERY_MS }: WatchSpreadOptions): () => void {
  let told: string | undefined;
  let underWay = false;
  const look = async (): Promise<void> => {
    if (underWay) return;
    underWay = true;
    const found = await spreadProblem(kafka, topics).catch(() => undefined); // Brokers that are away say nothing.
    underWay = false;
    if (found && found.problem !== told) notice(found.problem);
    told = found?.problem ?? told;
  };
  const timer = setInterval(look, everyMs);
  void look();
  return () => clearInterval(timer);
}
