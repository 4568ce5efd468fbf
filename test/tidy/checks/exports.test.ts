import { trySamples } from '../sample.ts';
import { indexIsList, namedAfterExport, noDefaultExport } from './exports.ts';

const file = 'packages/rules/src/masked-failure.ts';

trySamples(noDefaultExport, {
  complains: {
    'of a default value': {
      files: { [file]: '\nexport default 1;\n' },
      of: [/:2: default export: give it a name/],
    },
    'of a default function': {
      files: { [file]: 'export default function it() {}\n' },
      of: [/default export/],
    },
    'of a name exported as the default': {
      files: { [file]: 'const it = 1;\nexport { it as default };\n' },
      of: [/:2: /],
    },
  },
  content: {
    "with a tool's configuration": { 'vitest.config.ts': 'export default {};\n' },
    'with a default imported from a library': { [file]: "import ts from 'typescript';\n" },
  },
});

trySamples(namedAfterExport, {
  complains: {
    'when nothing in it has the name': {
      files: { [file]: 'export const mask = 1;\n' },
      of: [/exports mask, none of it/],
    },
    'when it exports nothing': { files: { [file]: 'const maskedFailure = 1;\n' }, of: [/exports nothing/] },
  },
  content: {
    'with its main export': { [file]: 'export const maskedFailure = 1;\n' },
    'with what a process runs': { 'apps/mortsafe/src/demo/agent.ts': 'await live();\n' },
    'with part of the name': { [file]: 'export function isFailure() {}\n' },
    'with a class': { 'packages/rules/src/ledgers.ts': 'export class LedgerEntry {}\n' },
    'with a family': { 'packages/rules/src/limits.ts': 'export const a = 1;\nexport const b = 2;\n' },
    'with a list': { 'packages/rules/src/index.ts': "export * from './it.ts';\n" },
  },
});

const index = 'packages/rules/src/index.ts';

trySamples(indexIsList, {
  complains: {
    'of a function': {
      files: { [index]: "export * from './a.ts';\nexport function b() {}\n" },
      of: [/:2: logic in an index/],
    },
    'of a call': { files: { [index]: 'export const rules = makeRules();\n' }, of: [/:1: /] },
    'of a statement': { files: { [index]: 'start();\n' }, of: [/logic/] },
  },
  content: {
    'with a list of names': {
      [index]:
        "import { a } from './a.ts';\nexport const rules = [a, ...b] as const satisfies readonly Rule[];\n",
    },
    'with re-exports': { [index]: "export * from './a.ts';\nexport type { B } from './b.ts';\n" },
  },
});
