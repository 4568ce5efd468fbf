import type { Tree } from './tree.ts';

/** One sentence of the style guide, which fails where the repository departs from it. */
export interface Check {
  /** What always holds, as a sentence. */
  name: string;
  problems(tree: Tree): Iterable<Problem>;
}

export interface Problem {
  file: string;
  /** Starts at 1. */
  line: number;
  /** What is wrong, and what to do instead. */
  message: string;
}

export const describeProblem = ({ file, line, message }: Problem): string => `${file}:${line}: ${message}`;
