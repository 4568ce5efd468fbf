const WORD_CHARS_MAX = 80;
const OTHER = 'other';

/**
 * Makes texts fit to be labels: a label that senders can make up is a store that they can fill. What stands in
 * quotes is theirs, and so is what follows `got`; of what is left, the first few are told apart.
 */
export function boundedWords(max: number): (text: string) => string {
  const known = new Set<string>();
  return (text) => {
    const word = text
      .replace(/, got .*$/s, '')
      .replace(/["'`“‘].*$/s, '')
      .replace(/\d+/g, 'n')
      .trim()
      .slice(0, WORD_CHARS_MAX);
    if (known.has(word)) return word;
    if (known.size >= max) return OTHER;
    known.add(word);
    return word;
  };
}
