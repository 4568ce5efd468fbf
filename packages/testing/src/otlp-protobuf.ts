import { type AgentEvent, type AttributeValue, toLogAttributes } from '@mortsafe/agent-events';
import { PbfWriter } from 'pbf';

/** Events as the Collector's Kafka exporter writes them by `otlp_proto`: one request, one record for each. */
export function otlpProtobuf(events: readonly AgentEvent[]): Buffer {
  const to = new PbfWriter();
  to.writeMessage(1, (all) => to.writeMessage(2, writeRecords, all), events);
  return Buffer.from(to.finish());
}

function writeRecords(events: readonly AgentEvent[], to: PbfWriter): void {
  for (const event of events) to.writeMessage(2, writeRecord, event);
}

function writeRecord(event: AgentEvent, to: PbfWriter): void {
  const { eventName, attributes } = toLogAttributes(event);
  for (const pair of Object.entries(attributes)) to.writeMessage(6, writePair, pair);
  to.writeStringField(12, eventName);
}

function writePair([key, value]: [string, AttributeValue], to: PbfWriter): void {
  to.writeStringField(1, key);
  to.writeMessage(2, writeValue, value);
}

function writeValue(value: AttributeValue, to: PbfWriter): void {
  if (typeof value === 'boolean') to.writeBooleanField(2, value);
  else if (typeof value === 'number') to.writeVarintField(3, value);
  else if (typeof value === 'string') to.writeStringField(1, value);
  else to.writeMessage(5, writeList, value);
}

function writeList(list: readonly string[], to: PbfWriter): void {
  for (const each of list) to.writeMessage(1, writeValue, each);
}
