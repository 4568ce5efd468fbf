import { describe, expect, it } from 'vitest';
import type { Runner } from './runner.ts';

export const runner: Runner = {
  describe,
  it,
  same: (actual, expected) => expect(actual).toEqual(expected),
  find: (findings, expected) => expect(findings).toMatchObject(expected),
};
