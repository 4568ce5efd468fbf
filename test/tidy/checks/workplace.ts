import type { Check } from '../check.ts';

/** Spelt in two halves, so that this file does not trip over itself. */
const joined = (...parts: string[]): RegExp => new RegExp(parts.join(''), 'i');

const traces: readonly { pattern: RegExp; what: string }[] = [
  { pattern: joined('(^|[\\s"\'`(=])/(wo', 'rk|Us', 'ers|ho', 'me/[a-z]+)/'), what: 'a path on one machine' },
  { pattern: joined('\\bses', 'sion \\d+\\b'), what: 'who wrote it, and when' },
  { pattern: joined('\\bco-autho', 'red-by\\b'), what: 'who wrote it, and when' },
  { pattern: joined('\\bas an a', 'i (language )?(model|assistant)\\b'), what: 'who wrote it, and when' },
];

const foreignRegistry = /https?:\/\/(?!registry\.npmjs\.org\b)[^\s'"]+\.tgz/;

export const noWorkplace: Check = {
  name: 'nothing tells of the place it was written in',
  *problems(tree) {
    for (const file of tree.paths) {
      for (const [index, text] of tree.text(file).split('\n').entries()) {
        const line = index + 1;
        const trace = traces.find(({ pattern }) => pattern.test(text));
        if (trace)
          yield { file, line, message: `${trace.what}: say it without, or use a path relative to the file` };
        if (foreignRegistry.test(text))
          yield { file, line, message: 'a registry that others cannot reach: install from npm' };
      }
    }
  },
};
