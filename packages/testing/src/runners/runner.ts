import type { Finding } from '@mortsafe/agent-events';

/** What of a finding matters: a value, or how many there are. */
export type Expected = { [Key in keyof Finding]?: Finding[Key] | { length: number } };

/** As much of a test runner as `testRule` needs. */
export interface Runner {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => void): void;
  /** Throws unless both are the same, value by value. */
  same(actual: unknown, expected: unknown): void;
  /** Throws unless there are as many findings as expected, and each has the values expected of it. */
  find(findings: readonly Finding[], expected: readonly Expected[]): void;
}
