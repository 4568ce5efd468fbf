import { trySamples } from '../sample.ts';
import { exactVersions } from './manifests.ts';

const manifest = (version: string): Record<string, string> => ({
  'packages/rules/package.json': `{\n  "dependencies": {\n    "yaml": "${version}"\n  }\n}\n`,
});

trySamples(exactVersions, {
  complains: {
    'of a range': {
      files: manifest('^2.9.1'),
      of: [/^packages\/rules\/package\.json:3: yaml '\^2\.9\.1' can change/],
    },
    'of a tag': { files: manifest('latest'), of: [/write one version/] },
    'of a range inside the workspace': { files: manifest('workspace:^'), of: [/workspace/] },
  },
  content: {
    'with one version': manifest('2.9.1'),
    'with a version before its release': manifest('2.0.0-rc.1'),
    'with a neighbour': manifest('workspace:*'),
    'with a range of what the user brings': {
      'package.json': '{ "peerDependencies": { "api": ">=1.9 <2" } }',
    },
  },
});
