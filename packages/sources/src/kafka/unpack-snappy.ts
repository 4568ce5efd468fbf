import snappy from 'snappyjs';

/** Java's clients, and those that do as they do, cut what they pack into blocks behind this. */
const BLOCKS_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const BLOCKS_HEAD_BYTES = 16;
const LENGTH_BYTES = 4;

/** @throws {Error} It is damaged, or longer than that when unpacked. */
export function unpackSnappy(packed: Buffer, bytesMax: number): Buffer {
  if (!packed.subarray(0, BLOCKS_MAGIC.length).equals(BLOCKS_MAGIC))
    return snappy.uncompress(packed, bytesMax);
  const blocks: Buffer[] = [];
  let left = bytesMax;
  for (let at = BLOCKS_HEAD_BYTES; at < packed.length; ) {
    const length = packed.readInt32BE(at);
    at += LENGTH_BYTES;
    if (length <= 0 || at + length > packed.length) throw new Error('a block is cut off');
    const block = snappy.uncompress(packed.subarray(at, at + length), left);
    blocks.push(block);
    left -= block.length;
    at += length;
  }
  return Buffer.concat(blocks);
}
