const WORD_CHARS_MAX = 80;
const OTHER = 'other';

/**
 * Counts reasons by words that are fit to be labels: a label that senders can make up is a store that they can fill.
 * What stands in quotes is theirs, and so is what follows `got`; of what is left, the first few are told apart.
 */
export function countReasons(wordsMax: number): (reasons: readonly string[]) => Map<string, number> {
  const known = new Set<string>();
  function wordOf(reason: string): string {
    const word = reason
      .replace(/, got .*$/s, '')
      .replace(/["'`“‘].*$/s, '')
      .replace(/\d+/g, 'n')
      .trim()
      .slice(0, WORD_CHARS_MAX);
    if (known.has(word)) return word;
    if (known.size >= wordsMax) return OTHER;
    known.add(word);
    return word;
  }
  return (reasons) => {
    const counted = new Map<string, number>();
    // They come by the thousand and are few: the word is looked for once.
    for (const [reason, times] of timesOf(reasons)) {
      const word = wordOf(reason);
      counted.set(word, (counted.get(word) ?? 0) + times);
    }
    return counted;
  };
}

function timesOf(reasons: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const reason of reasons) times.set(reason, (times.get(reason) ?? 0) + 1);
  return times;
}
