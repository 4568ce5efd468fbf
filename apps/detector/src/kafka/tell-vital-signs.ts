import { setTimeout as sleep } from 'node:timers/promises';
import { serialiseVitalSign, vitalKey } from '@mortsafe/agent-events';
import { openKafkaWriter } from '@mortsafe/sources/kafka';
import type { Kafka } from 'kafkajs';
import type { VitalSigns } from '../operations/vital-signs.ts';

export interface TellVitalSignsOptions {
  kafka: Kafka;
  topic: string;
  vitals: Pick<VitalSigns, 'signs'>;
  /** Default 5,000. */
  everyMs?: number;
}

const EVERY_MS = 5_000;

/** Writes who was heard since it last did, until the signal aborts. Of each, a compacted topic keeps the newest. */
export async function tellVitalSigns(
  { kafka, topic, vitals, everyMs = EVERY_MS }: TellVitalSignsOptions,
  signal: AbortSignal,
): Promise<void> {
  const writer = await openKafkaWriter({ kafka });
  try {
    while (!signal.aborted) {
      const messages = vitals.signs('new').map((sign) => ({
        ...{ topic, key: vitalKey(sign), value: Buffer.from(serialiseVitalSign(sign)) },
      }));
      if (messages.length > 0) await writer.write(messages);
      await sleep(everyMs, undefined, { signal }).catch(() => {});
    }
  } finally {
    // Not waited for: a broker that is away would keep us, and what is written now says nothing new.
    void writer.close().catch(() => {});
  }
}
