import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@mortsafe/agent-events';
import type { Expected, Runner } from './runner.ts';

/** Node's own runner: whoever writes a rule outside of this repository has it at hand. */
export const runner: Runner = {
  describe: (name, body) => void describe(name, body),
  it: (name, body) => void it(name, body),
  same: (actual, expected) => assert.deepEqual(actual, expected),
  find(findings, expected) {
    // Shown beside the expectation: what was found, by the same fields; of one finding too many, all that matters.
    const shown = findings.map((finding, index) => fieldsOf(finding, expected[index] ?? surplus));
    assert.deepEqual(shown, expected);
  },
};

const surplus: Expected = { subject: null, summary: '' };

const fieldsOf = (finding: Finding, expected: Expected): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(expected).map(([name, value]) => {
      const found = finding[name as keyof Finding];
      return [name, isCount(value) && Array.isArray(found) ? { length: found.length } : found];
    }),
  );

const isCount = (value: unknown): value is { length: number } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'length' in value;
