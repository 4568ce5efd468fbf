import { describe, expect, it } from 'vitest';
import { type Check, describeProblem } from './check.ts';
import { treeOf } from './tree.ts';

type Files = Readonly<Record<string, string>>;

interface Samples {
  /** Each situation with its files and what the check must say of them, one entry a problem. */
  complains: Readonly<Record<string, { files: Files; of: readonly RegExp[] }>>;
  /** Situations that only look alike. */
  content: Readonly<Record<string, Files>>;
}

/** Tries a check on small repositories made for it. */
export function trySamples(check: Check, { complains, content }: Samples): void {
  const said = (files: Files): string[] => [...check.problems(treeOf(files))].map(describeProblem);

  describe(check.name, () => {
    describe('complains', () => {
      for (const [situation, { files, of }] of Object.entries(complains)) {
        it(situation, () => {
          const problems = said(files);
          expect(problems).toHaveLength(of.length);
          for (const [index, pattern] of of.entries()) expect(problems[index]).toMatch(pattern);
        });
      }
    });
    describe('is content', () => {
      for (const [situation, files] of Object.entries(content)) {
        it(situation, () => expect(said(files)).toEqual([]));
      }
    });
  });
}
