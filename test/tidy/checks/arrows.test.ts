import { trySamples } from '../sample.ts';
import { arrowsHold } from './arrows.ts';

const manifest = (name: string, dependencies: Record<string, string> = {}): string =>
  JSON.stringify({ name: `@mortsafe/${name}`, exports: { '.': './src/index.ts' }, dependencies });
const house = {
  'package.json': JSON.stringify({ devDependencies: { vitest: '5.1.1' } }),
  'packages/agent-events/package.json': manifest('agent-events', { yaml: '2.9.1' }),
  'packages/rules/package.json': manifest('rules', {
    '@mortsafe/agent-events': 'workspace:*',
    '@mortsafe/sources': 'workspace:*',
  }),
  'packages/testing/package.json': manifest('testing'),
  'packages/sources/package.json': manifest('sources'),
  'apps/detector/package.json': manifest('detector', { '@mortsafe/soc-alerting': 'workspace:*' }),
  'apps/soc-alerting/package.json': manifest('soc-alerting'),
  'apps/mortsafe/package.json': manifest('mortsafe', { '@mortsafe/detector': 'workspace:*' }),
};
const importing = (from: string, file: string): Record<string, string> => ({
  ...house,
  [file]: `import { it } from '${from}';\n`,
});

trySamples(arrowsHold, {
  complains: {
    'when a package imports against the arrows, though it declares it': {
      files: importing('@mortsafe/sources', 'packages/rules/src/mask.ts'),
      of: [
        /^packages\/rules\/src\/mask\.ts:1: packages\/rules must not import @mortsafe\/sources; it may import/,
      ],
    },
    'when an app imports another': {
      files: importing('@mortsafe/soc-alerting', 'apps/detector/src/main.ts'),
      of: [/apps\/detector must not import @mortsafe\/soc-alerting/],
    },
    'when an import is not declared': {
      files: importing('@mortsafe/agent-events', 'apps/detector/src/main.ts'),
      of: [/'@mortsafe\/agent-events' is not declared: .* apps\/detector\/package\.json/],
    },
    'when a library is not declared': {
      files: importing('yaml/util', 'packages/rules/src/mask.ts'),
      of: [/'yaml' is not declared/],
    },
    'when code that ships imports what only developers install': {
      files: importing('vitest', 'packages/rules/src/mask.ts'),
      of: [/'vitest' is not declared/],
    },
    'when code that ships imports the helpers of tests': {
      files: importing('@mortsafe/testing', 'packages/rules/src/mask.ts'),
      of: [/must not import @mortsafe\/testing/],
    },
    'when an import reaches past the exports': {
      files: importing('@mortsafe/agent-events/src/events.ts', 'packages/rules/src/mask.ts'),
      of: [/reaches past the exports of @mortsafe\/agent-events/],
    },
    'when a path climbs into another package': {
      files: importing('../../agent-events/src/index.ts', 'packages/rules/src/mask.ts'),
      of: [/climbs out of packages\/rules/],
    },
    'when a package imports itself by name': {
      files: importing('@mortsafe/rules', 'packages/rules/src/mask.ts'),
      of: [/does not import itself by name/],
    },
    'when an import is dynamic, a re-export or a type': {
      files: {
        ...house,
        'packages/agent-events/src/all.ts':
          "export * from '@mortsafe/rules';\nawait import('@mortsafe/rules');\ntype T = import('@mortsafe/rules').T;\n",
      },
      of: [/all\.ts:1: /, /all\.ts:2: /, /all\.ts:3: /],
    },
    "when one of Node's own modules has no prefix": {
      files: importing('fs', 'apps/detector/src/main.ts'),
      of: [/write 'node:fs'/],
    },
    'when a room is not in the house': {
      files: importing('@mortsafe/rules', 'packages/attic/src/box.ts'),
      of: [/packages\/attic is not in the house/],
    },
  },
  content: {
    'with an arrow that is declared': importing('@mortsafe/agent-events', 'packages/rules/src/mask.ts'),
    'with the command line starting an app': importing('@mortsafe/detector', 'apps/mortsafe/src/main.ts'),
    'with a declared library': importing('yaml', 'packages/agent-events/src/policy.ts'),
    'with a test and its runner': importing('vitest', 'packages/rules/src/mask.test.ts'),
    'with a neighbour in the same package': importing('../mask.ts', 'packages/rules/src/deep/mask.ts'),
    'with a word in a string': {
      ...house,
      'packages/rules/src/mask.ts': 'const text = "import x from \'fs\'";\n',
    },
  },
});
