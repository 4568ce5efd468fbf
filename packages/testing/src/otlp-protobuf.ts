import { type AgentEvent, type AttributeValue, toLogAttributes } from '@mortsafe/agent-events';
import { PbfWriter } from 'pbf';

/** Events as the Collector's Kafka exporter writes them by `otlp_proto`: one request, one record for each. */
export function otlpProtobuf(events: readonly AgentEvent[]): Buffer {
  const request = nested(1, (resourceLogs) =>
    resourceLogs.writeBytesField(
      2,
      whole((scopeLogs) => {
        for (const event of events) scopeLogs.writeBytesField(2, record(event));
      }),
    ),
  );
  return Buffer.from(request);
}

function record(event: AgentEvent): Uint8Array {
  const { eventName, attributes } = toLogAttributes(event);
  return whole((log) => {
    for (const [key, value] of Object.entries(attributes)) {
      log.writeBytesField(
        6,
        whole((pair) => {
          pair.writeStringField(1, key);
          pair.writeBytesField(2, anyValue(value));
        }),
      );
    }
    log.writeStringField(12, eventName);
  });
}

function anyValue(value: AttributeValue): Uint8Array {
  return whole((to) => {
    if (typeof value === 'boolean') to.writeBooleanField(2, value);
    else if (typeof value === 'number') to.writeVarintField(3, value);
    else if (typeof value === 'string') to.writeStringField(1, value);
    else {
      const values = whole((list) => {
        for (const each of value) list.writeBytesField(1, anyValue(each));
      });
      to.writeBytesField(5, values);
    }
  });
}

const nested = (field: number, write: (to: PbfWriter) => void): Uint8Array =>
  whole((to) => to.writeBytesField(field, whole(write)));

function whole(write: (to: PbfWriter) => void): Uint8Array {
  const to = new PbfWriter();
  write(to);
  return to.finish();
}
