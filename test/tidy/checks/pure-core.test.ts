import { trySamples } from '../sample.ts';
import { pureCore } from './pure-core.ts';

const core = (code: string): Record<string, string> => ({ 'packages/rules/src/mask.ts': `${code}\n` });
const complaint = (code: string, pattern: RegExp) => ({ files: core(code), of: [pattern] });

trySamples(pureCore, {
  complains: {
    'of the clock': complaint(
      'const now = Date.now();',
      /mask\.ts:1: Date\.now reads the clock: take the time from/,
    ),
    'of a date made of nothing': complaint('const now = new Date();', /new Date\(\) reads the clock/),
    'of the other clock': complaint('const now = performance.now();', /performance has no place in the core/),
    'of a timer': complaint('setTimeout(() => {}, 1);', /setTimeout/),
    'of randomness': complaint('const dice = Math.random();', /Math\.random cannot be replayed/),
    'of a random id': complaint(
      'const id = crypto.randomUUID();',
      /crypto .* make ids from what the thing is about/,
    ),
    'of a random id by import': complaint(
      "import { randomUUID } from 'node:crypto';",
      /'node:crypto' reaches outside/,
    ),
    'of all of node:crypto': complaint("import * as crypto from 'node:crypto';", /'node:crypto'/),
    'of the network': complaint("const it = fetch('https://example.org');", /fetch/),
    'of the disk': complaint(
      "import { readFileSync } from 'node:fs';",
      /'node:fs' reaches outside of the core/,
    ),
    'of the environment': complaint('const { HOME } = process.env;', /process/),
    'of a logger': complaint("console.log('here');", /console .* return it as a value/),
    'of an async function': complaint('const later = async () => 1;', /async: the core is synchronous/),
    'of a promise': complaint('const it = Promise.resolve(1);', /Promise .* return the value/),
    'of a promise as a type': complaint('type Later = Promise<number>;', /Promise/),
    'in a dialect': {
      files: { 'packages/sources/src/dialects/spans.ts': '\nconst now = Date.now();\n' },
      of: [/spans\.ts:2: /],
    },
  },
  content: {
    'with a date of a given time': core('const text = new Date(event.time).toISOString();'),
    'with hashing': core("import { createHash } from 'node:crypto';"),
    'with words in comments and strings': core("// Date.now() is banned\nconst text = 'await fetch()';"),
    'with a field of that name': core('const it = { process: 1, ...event.console };'),
    'with a test that looks at the clock': { 'packages/rules/src/mask.test.ts': 'Date.now();\n' },
    'with a clock where clocks belong': { 'apps/detector/src/main.ts': 'Date.now();\n' },
  },
});
