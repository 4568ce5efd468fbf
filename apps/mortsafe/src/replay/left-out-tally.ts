/** Counts what sensors said that is about no agent: whoever waits for an agent sees why it is not there. */
export function leftOutTally(stderr: (text: string) => void) {
  const counts = new Map<string, number>();
  return {
    add: (reason: string): void => void counts.set(reason, (counts.get(reason) ?? 0) + 1),
    finish(): void {
      const reasons = [...counts]
        .sort(([, a], [, b]) => b - a)
        .map(([reason, count]) => `${reason} (${count})`);
      if (reasons.length > 0) stderr(`mortsafe: left out of what sensors said: ${reasons.join(', ')}\n`);
    },
  };
}
