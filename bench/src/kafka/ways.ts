import { decodeMessage } from '@mortsafe/agent-events/codec';
import { readToEnd } from '@mortsafe/detector/kafka';
import type { Kafka } from 'kafkajs';
import type { RunTopics } from './topics.ts';

/** How an event went, by the brokers' clock, epoch milliseconds. */
export interface Way {
  entered: number;
  /** The route step had written it. */
  routed: number;
  /** The fleet's partition was told that all doors had been read so far that the event's turn had come. */
  due: number;
}

/** The ways of starts of these agents, by event id, from what the route step wrote. */
export async function waysOf(
  agents: ReadonlySet<string>,
  windowMs: number,
  { kafka, run }: { kafka: Kafka; run: RunTopics },
): Promise<Map<string, Way>> {
  const ways = new Map<string, Way>();
  const waiting = new Map<number, Way[]>();
  const heard = new Map<number, Map<string, number>>();
  const take = ({ partition, body, observedTime }: Took): void => {
    const decoded = decodeMessage(body);
    if (decoded.kind === 'events') {
      for (const event of decoded.events) {
        if (event.type !== 'agent.started' || !agents.has(event.agent)) continue;
        const way = { entered: event.observedTime, routed: observedTime, due: Number.NaN };
        ways.set(event.id, way);
        waiting.set(partition, [...(waiting.get(partition) ?? []), way]);
      }
    }
    if (decoded.kind !== 'progress') return;
    const parts = heard.get(partition) ?? new Map<string, number>();
    heard.set(partition, parts);
    for (const { door, partition: part, readUpTo } of decoded.doors) {
      parts.set(`${door}/${part}`, Math.max(readUpTo, parts.get(`${door}/${part}`) ?? 0));
    }
    const reached = Math.min(...parts.values());
    const left = (waiting.get(partition) ?? []).filter((way) => {
      if (way.entered + windowMs > reached) return true;
      way.due = observedTime;
      return false;
    });
    waiting.set(partition, left);
  };
  const groupId = `ways-${crypto.randomUUID()}`;
  await readToEnd({ kafka, groupId, topic: run.topics.agentEvents, take }, AbortSignal.timeout(120_000));
  return ways;
}

interface Took {
  partition: number;
  body: Uint8Array;
  observedTime: number;
}
