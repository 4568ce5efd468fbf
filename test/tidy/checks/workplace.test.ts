import { trySamples } from '../sample.ts';
import { noWorkplace } from './workplace.ts';

const parts = (...halves: string[]): string => halves.join('');

trySamples(noWorkplace, {
  complains: {
    'of a path on one machine': {
      files: { 'a.md': `\ncd ${parts('/wo', 'rk/main')}\n`, 'b.ts': `read('${parts('/ho', 'me/ann/x')}')\n` },
      of: [/^a\.md:2: a path on one machine/, /^b\.ts:1: /],
    },
    'of who wrote it': { files: { 'a.md': parts('Co-Autho', 'red-By: somebody\n') }, of: [/who wrote it/] },
    'of a registry that others cannot reach': {
      files: { 'pnpm-lock.yaml': parts('tarball: https://registry.example', '.internal/a/-/a-1.0.0.tgz\n') },
      of: [/a registry that others cannot reach/],
    },
  },
  content: {
    'with words that are near': {
      'a.md':
        'docs/work/flow, the session of a user, session id 1, https://registry.npmjs.org/a/-/a-1.0.0.tgz\n',
    },
  },
});
