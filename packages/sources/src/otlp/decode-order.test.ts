import { describe, expect, it } from 'vitest';
import { decodeLogsProto } from './decode-proto.ts';
import type { Wanted } from './records.ts';

/** A field whose value is bytes, shorter than 128. */
const field = (number: number, ...parts: (Uint8Array | string)[]): Buffer => {
  const value = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([Buffer.from([(number << 3) | 2, value.length]), value]);
};
const text = (value: string): Buffer => field(1, value);
/** As the OpenTelemetry Collector writes it: from the last field to the first. */
const keyValue = (name: string, value: Uint8Array): Buffer =>
  Buffer.concat([field(2, value), field(1, name)]);

function read(logRecord: Uint8Array, wanted: Wanted = () => true) {
  const scopes = field(2, field(2, logRecord));
  const resource = field(1, field(1, keyValue('service.name', text('shop'))));
  const decoded = decodeLogsProto(field(1, scopes, resource), wanted);
  const received = decoded.kind === 'request' ? decoded.records[0] : undefined;
  return received?.kind === 'record' ? received : undefined;
}

describe('a request whose fields stand in the order of their end', () => {
  it('is read as any other', () => {
    const nested = field(6, field(1, keyValue('kind', text('agent'))), field(1, keyValue('id', text('p'))));
    const record = Buffer.concat([
      field(12, 'mortsafe.agent.started'),
      field(6, keyValue('mortsafe.agent', text('worker'))),
      field(6, keyValue('by', nested)),
    ]);
    expect(read(record)).toMatchObject({
      record: {
        eventName: 'mortsafe.agent.started',
        attributes: { 'mortsafe.agent': 'worker', by: { kind: 'agent', id: 'p' } },
      },
      resource: { 'service.name': 'shop' },
    });
  });

  it('still has unread what is not wanted', () => {
    const spoilt = field(1, Buffer.from([0xff]));
    const record = Buffer.concat([
      field(6, keyValue('prompt', spoilt)),
      field(6, keyValue('agent', text('worker'))),
    ]);
    expect(read(record, (name) => name === 'agent')?.record.attributes).toEqual({ agent: 'worker' });
  });

  it('has of several values the last one', () => {
    const several = Buffer.concat([field(2, text('a')), field(2, text('b')), field(1, 'n')]);
    const around = Buffer.concat([field(2, text('a')), field(1, 'n'), field(2, text('b'))]);
    expect(read(field(6, several))?.record.attributes).toEqual({ n: 'b' });
    expect(read(field(6, around))?.record.attributes).toEqual({ n: 'b' });
  });
});
