import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { describeProblem } from './tidy/check.ts';
import { checks } from './tidy/checks/index.ts';
import { readTree } from './tidy/tree.ts';

const repository = readTree(fileURLToPath(new URL('..', import.meta.url)));

/** The style guide, run. What each line of a failure asks for is explained in CONTRIBUTING.md. */
describe('the repository', () => {
  for (const check of checks) {
    it(check.name, () => {
      expect([...check.problems(repository)].map(describeProblem)).toEqual([]);
    });
  }
});
