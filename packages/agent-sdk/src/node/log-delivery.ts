import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { DeliveryQueue } from './delivery-queue.ts';

const HEARTBEAT = 'mortsafe.agent.heartbeat';

/** A heartbeat lost is one of many; what else an agent says, it says once. */
export const isHeartbeat = ({ eventName }: ReadableLogRecord): boolean => eventName === HEARTBEAT;

/** Sends each event at once, in the order of their telling, save heartbeats, which may wait for company. */
export function logDelivery(queue: DeliveryQueue<ReadableLogRecord>): LogRecordProcessor {
  return {
    onEmit: (record) => queue.add(record, record.eventName !== undefined && !isHeartbeat(record)),
    forceFlush: () => queue.flush(),
    shutdown: () => queue.flush(),
  };
}
