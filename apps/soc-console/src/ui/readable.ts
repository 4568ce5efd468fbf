/** Controls, what turns text round, and what nobody sees: it could make a name look like another. */
const HIDDEN = /[[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]--[\u200c\u200d\ufe00-\ufe0f]]/gv;

/** The text with everything hidden in it made visible: a newline as `⏎`, the rest by its code point. */
export const readable = (text: string): string => text.replaceAll(HIDDEN, shown);

const shown = (character: string): string =>
  character === '\n' ? '⏎' : `‹${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}›`;
