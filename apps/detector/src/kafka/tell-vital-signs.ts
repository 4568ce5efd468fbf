import { setTimeout as sleep } from 'node:timers/promises';
import { serialiseDoorMinute, serialiseVitalSign, vitalKey } from '@mortsafe/agent-events';
import { openKafkaWriter } from '@mortsafe/sources/kafka';
import type { Kafka } from 'kafkajs';
import type { DoorMeter } from '../operations/door-meter.ts';
import type { VitalSigns } from '../operations/vital-signs.ts';
import { doorMinuteKey } from './door-minute-key.ts';

export interface TellVitalSignsOptions {
  kafka: Kafka;
  topic: string;
  vitals?: Pick<VitalSigns, 'signs'> | undefined;
  meter?: Pick<DoorMeter, 'take'> | undefined;
  /** Default 5,000. */
  everyMs?: number;
}

const EVERY_MS = 5_000;

/** Writes who was heard and what entered since it last did, until the signal aborts. Of each, a compacted topic keeps the newest. */
export async function tellVitalSigns(
  { kafka, topic, vitals, meter, everyMs = EVERY_MS }: TellVitalSignsOptions,
  signal: AbortSignal,
): Promise<void> {
  const writer = await openKafkaWriter({ kafka });
  try {
    while (!signal.aborted) {
      const told = [
        ...(vitals?.signs('new') ?? []).map((sign) => [vitalKey(sign), serialiseVitalSign(sign)] as const),
        ...(meter?.take() ?? []).map((one) => [doorMinuteKey(one), serialiseDoorMinute(one)] as const),
      ];
      const messages = told.map(([key, line]) => ({ topic, key, value: Buffer.from(line) }));
      if (messages.length > 0) await writer.write(messages);
      await sleep(everyMs, undefined, { signal }).catch(() => {});
    }
  } finally {
    // Not waited for: a broker that is away would keep us, and what is written now says nothing new.
    void writer.close().catch(() => {});
  }
}
