import type { DecodedDelivery, OtlpDelivery } from '../otlp/decode-otlp.ts';
import { type Rejection, rejection } from '../source.ts';
import type { Checked } from './check-request.ts';
import { type Counts, kindOfReason } from './counts.ts';
import type { OtlpHttpReceiverOptions } from './otlp-http-receiver.ts';
import { type ErrorStatus, exportResponse } from './responses.ts';

const MESSAGE_REASONS_MAX = 5;

export type Admitted = Extract<Checked, { kind: 'admitted' }>;
export type Refusal = { status: ErrorStatus; reason: string };
export type Answer = { status: 200; body: Uint8Array } | Refusal;

export type BodyTakerParts = Pick<
  OtlpHttpReceiverOptions,
  'accept' | 'reject' | 'drop' | 'now' | 'sensors'
> & {
  decode: (delivery: OtlpDelivery) => DecodedDelivery;
  counts: Counts;
};

export interface BodyTaker {
  /** Decodes a body, has its events stored and says what to answer. */
  take(admitted: Admitted, bytes: Buffer): Promise<Answer>;
  /** Notes a body that was refused before it could be decoded. Its bytes may hold content anywhere, so none are kept. */
  setAside(admitted: Admitted, refusal: Refusal): Promise<Refusal>;
}

export function createBodyTaker({
  accept,
  reject,
  drop,
  now,
  decode,
  sensors,
  counts,
}: BodyTakerParts): BodyTaker {
  async function take(admitted: Admitted, bytes: Buffer): Promise<Answer> {
    const decoded = decodeBody(admitted, bytes);
    if (decoded.kind === 'malformed') return setAside(admitted, { status: 400, reason: decoded.reason });
    if (decoded.kind === 'too large') return setAside(admitted, { status: 413, reason: decoded.reason });

    const { events, rejections, drops } = decoded;
    try {
      if (events.length > 0) await accept(events);
    } catch {
      return { status: 503, reason: 'events could not be stored' };
    }
    counts.totals.events += events.length;
    counts.totals.dropped += drops.length;
    for (const reason of drops) counts.reason(reason);
    if (drops.length > 0) drop?.(drops);
    for (const { reason } of rejections) counts.reason(reason);
    await passOn(rejections);
    return { status: 200, body: responseTo(admitted, rejections) };
  }

  function decodeBody({ target, path, encoding, pass }: Admitted, bytes: Buffer): DecodedDelivery {
    const delivery = { bytes, pass, position: path, observedTime: now() };
    if (target.kind === 'otlp') return decode({ ...delivery, signal: target.signal, encoding });
    // Nobody is let in here at a door that has none.
    const found = sensors?.({ ...delivery, dialect: target.dialect });
    return found ? { kind: 'records', ...found } : { kind: 'malformed', reason: 'no sensor is heard here' };
  }

  async function setAside({ path }: Admitted, refusal: Refusal): Promise<Refusal> {
    // Who is told to come back has not been rejected.
    if (refusal.status !== 429) await passOn([rejection(refusal.reason, path)]);
    return refusal;
  }

  async function passOn(rejections: Rejection[]): Promise<void> {
    if (rejections.length === 0) return;
    counts.totals.rejected += rejections.length;
    try {
      await reject(rejections);
    } catch {
      counts.totals.rejectionsLost += rejections.length;
    }
  }

  return { take, setAside };
}

function responseTo({ target, encoding }: Admitted, rejections: readonly Rejection[]): Uint8Array {
  const message = messageOf(rejections);
  if (target.kind === 'otlp') return exportResponse(target.signal, encoding, rejections.length, message);
  return Buffer.from(JSON.stringify(rejections.length > 0 ? { rejected: rejections.length, message } : {}));
}

/** Says which faults there were, not every record that had one. */
function messageOf(rejections: readonly Rejection[]): string {
  const kinds = new Set(rejections.map(({ reason }) => kindOfReason(reason)));
  const named = [...kinds].slice(0, MESSAGE_REASONS_MAX).join('; ');
  return kinds.size > MESSAGE_REASONS_MAX ? `${named}; and ${kinds.size - MESSAGE_REASONS_MAX} more` : named;
}
