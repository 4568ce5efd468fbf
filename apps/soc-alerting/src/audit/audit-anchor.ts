/**
 * The end of the trail at some time, to be kept where whoever can write to the database cannot: in a log, a ticket,
 * on paper. What is older than it can no longer be changed, taken out or cut off unseen. Written `42:9f86d0…`.
 */
export interface AuditAnchor {
  sequence: number;
  hash: string;
}

export const anchorText = ({ sequence, hash }: AuditAnchor): string => `${sequence}:${hash}`;

const ANCHOR = /^(\d{1,15}):([0-9a-f]{64})$/;

/** Undefined where the text is no anchor. */
export function parseAnchor(text: string): AuditAnchor | undefined {
  const [, sequence, hash] = ANCHOR.exec(text.trim()) ?? [];
  return sequence === undefined || hash === undefined ? undefined : { sequence: Number(sequence), hash };
}
