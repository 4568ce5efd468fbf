/** Parts two characters without showing; nothing links, formats or mentions across it. */
export const JOINER = '\u2060';

/**
 * Text that reads the same and links nowhere: mail programs and chats make links of bare addresses. Meant for what
 * people read, never for what they paste.
 */
export const unlinked = (text: string): string =>
  text
    .replaceAll('://', `:${JOINER}//`)
    .replaceAll(/([\p{L}\p{N}])([.@])(?=[\p{L}\p{N}])/gu, `$1${JOINER}$2`);

/** At most so many UTF-16 code units, none of them half a character. */
export const cut = (text: string, charsMax: number): string =>
  text.length <= charsMax ? text : `${text.slice(0, charsMax - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
