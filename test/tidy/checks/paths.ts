import { basename } from 'node:path';
import type { Check } from '../check.ts';

/** Names that tools and readers look for as they are. */
const customary =
  /^(README|CONTRIBUTING|CHANGELOG|SECURITY|LICENSE|NOTICE|Dockerfile|Chart|NOTES)(\.[a-z]+)?$/;
/** Python cannot import a name with a hyphen. */
const pythonModule = /^[a-z0-9]+(_[a-z0-9]+)*\.py$/;
const kebab = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;

export const kebabCase: Check = {
  name: 'files are called in kebab-case',
  *problems(tree) {
    for (const file of tree.paths) {
      const wrong = file
        .split('/')
        .find((part) => ![kebab, customary, pythonModule, /^_/].some((usual) => usual.test(part)));
      if (!wrong || customary.test(basename(file))) continue;
      yield { file, line: 1, message: `'${wrong}' is not kebab-case: lower-case words joined by hyphens` };
    }
  },
};
