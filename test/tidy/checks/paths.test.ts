import { trySamples } from '../sample.ts';
import { kebabCase } from './paths.ts';

trySamples(kebabCase, {
  complains: {
    'of capitals and underscores': {
      files: { 'docs/My Page.md': '', 'src/agentEvents.ts': '', 'src/agent_events.ts': '' },
      of: [/'My Page\.md' is not kebab-case/, /agentEvents/, /agent_events/],
    },
    'of a folder': { files: { 'src/agentEvents/index.ts': '' }, of: [/'agentEvents'/] },
  },
  content: {
    'with the usual names': {
      'README.md': '',
      LICENSE: '',
      'docs/adr/0001-run-the-sources.md': '',
      'src/masked-failure.test.ts': '',
      '.ci/run': '',
      'vitest.real.config.ts': '',
      'examples/Dockerfile': '',
    },
  },
});
