import type { KafkaMessage } from 'kafkajs';

const HEADER = 'mortsafe.unreadable';
const COUNT_BYTES = 4;
/** Each of them is an object afterwards. */
const MESSAGES_MAX = 1_000_000;
const ABSENT = 1;
const EMPTY = 0;

/**
 * Stands for what a packed batch held that cannot be unpacked: as many messages, each of which says why. kafkajs would
 * ask for the same batch for ever, and whoever waits for it would see nothing of what comes after.
 *
 * @param packed - As kafkajs hands it to a codec: a view of the batch, in which its count comes right before.
 * @throws {Error} There are more than a million.
 */
export function unreadableBatch(packed: Buffer, reason: string): Buffer {
  const count = messagesIn(packed);
  if (count > MESSAGES_MAX) throw new Error(`a batch of ${count} messages that cannot be read: ${reason}`);
  const head = Buffer.from(HEADER);
  const value = Buffer.from(reason);
  const tail = Buffer.concat([
    Buffer.from([ABSENT, EMPTY, ...varint(1), ...varint(head.length)]),
    head,
    Buffer.from(varint(value.length)),
    value,
  ]);
  const records: Buffer[] = [];
  for (let number = 0; number < count; number++) {
    // No attributes, no time of its own; its place in the batch.
    const own = [0, 0, ...varint(number)];
    records.push(Buffer.from([...varint(own.length + tail.length), ...own]), tail);
  }
  return Buffer.concat(records);
}

/** How many messages a batch says that it holds. */
export const messagesIn = (packed: Buffer): number =>
  new DataView(packed.buffer, packed.byteOffset - COUNT_BYTES, COUNT_BYTES).getInt32(0);

/** Why a message could not be unpacked, if so. */
export function unreadableReason({ headers }: Pick<KafkaMessage, 'headers'>): string | undefined {
  const reason = headers?.[HEADER];
  return reason === undefined ? undefined : String(Array.isArray(reason) ? reason[0] : reason);
}

/** Kafka's, which knows negative numbers: of a number n that is none, 2 n. */
function varint(number: number): number[] {
  const bytes: number[] = [];
  let left = 2 * number;
  while (left > 0x7f) {
    bytes.push((left & 0x7f) | 0x80);
    left >>>= 7;
  }
  return [...bytes, left];
}
