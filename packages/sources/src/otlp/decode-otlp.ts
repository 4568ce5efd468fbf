import { type AgentEvent, HOST_NAME, instanceOf, type Policy, UsualLogReader } from '@mortsafe/agent-events';
import { type Dialect, type DoorContext, doorOf, type Heard } from '../dialects/dialect.ts';
import { fleetSaid, maySpeakFor } from '../dialects/fleet.ts';
import { logDialects, spanDialects } from '../dialects/index.ts';
import { wantedAttributes } from '../dialects/wanted-attributes.ts';
import { type Decoded, type DoorPass, type Rejection, rejection } from '../source.ts';
import { decodeLogsJson, decodeTracesJson } from './decode-json.ts';
import { decodeLogsProto, decodeTracesProto, type UsualOf } from './decode-proto.ts';
import type { DecodedRequest, Received, Signal } from './records.ts';

export type Encoding = 'protobuf' | 'json';

export interface OtlpDelivery {
  signal: Signal;
  encoding: Encoding;
  bytes: Uint8Array;
  /** What rejections are named after. */
  position: string;
  pass: DoorPass;
  /** When it entered, epoch milliseconds. */
  observedTime: number;
}

export type DecodedDelivery =
  | { kind: 'records'; events: AgentEvent[]; rejections: Rejection[]; drops: string[] }
  | { kind: 'malformed'; reason: string }
  | { kind: 'too large'; reason: string };

/**
 * Turns a request of OpenTelemetry logs or spans, from whatever transport, into agent events. Never throws.
 *
 * At most 10,000 records a request; 128 attributes, 128 KiB of text and values nested 8 deep a record.
 */
export function otlpDecoder(policy: Policy): (delivery: OtlpDelivery) => DecodedDelivery {
  const wanted = wantedAttributes(policy);
  const usual = new UsualLogReader(wanted);
  return ({ signal, encoding, bytes, position, pass, observedTime }) => {
    const context = { policy, pass, observedTime };
    if (signal === 'logs') {
      const request =
        encoding === 'json'
          ? decodeLogsJson(bytes, wanted)
          : decodeLogsProto(bytes, wanted, usualLogs(usual, context));
      return sortOut(request, logDialects, context, position);
    }
    const decode = encoding === 'json' ? decodeTracesJson : decodeTracesProto;
    return sortOut(decode(bytes, wanted), spanDialects, context, position);
  };
}

function sortOut<Kind>(
  request: DecodedRequest<Kind>,
  dialects: readonly Dialect<Kind>[],
  context: DoorContext,
  position: string,
): DecodedDelivery {
  if (request.kind !== 'request') return request;
  const events: AgentEvent[] = [];
  const rejections: Rejection[] = [];
  const drops: string[] = [];
  for (let index = 0; index < request.records.length; index++) {
    const received = request.records[index] as Received<Kind>;
    if (received.kind === 'event') {
      events.push(received.event);
      continue;
    }
    const decoded = received.kind === 'record' ? decodeHeard(received, dialects, context) : received;
    if (decoded.kind === 'event') events.push(decoded.event);
    else if (decoded.kind === 'drop') drops.push(decoded.reason);
    else {
      // What was decoded holds wanted attributes alone, so it can be kept; the bytes could not.
      const kept = received.kind === 'record' ? JSON.stringify([received.record, received.resource]) : '';
      rejections.push(rejection(decoded.reason, `${position}#${index}`, kept));
    }
  }
  return { kind: 'records', events, rejections, drops };
}

/** What the one dialect of logs would make of them, without its objects between. */
function usualLogs(reader: UsualLogReader, context: DoorContext): UsualOf {
  const door = doorOf(context);
  return (resource) => {
    const place = {
      door,
      fleet: fleetSaid(context.pass, {}, resource),
      instance: instanceOf({ attributes: {}, resource }),
      host: resource[HOST_NAME],
    };
    return (bytes, start, end) => {
      const event = reader.read(bytes, start, end, place);
      return event && maySpeakFor(context.pass, event.fleet) ? event : undefined;
    };
  };
}

function decodeHeard<Kind>(
  heard: Heard<Kind>,
  dialects: readonly Dialect<Kind>[],
  context: DoorContext,
): Decoded {
  const dialect = dialects.find((each) => each.matches(heard.record));
  return dialect?.decode(heard, context) ?? { kind: 'drop', reason: 'not an agent event' };
}
