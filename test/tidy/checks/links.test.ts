import { trySamples } from '../sample.ts';
import { linksLead } from './links.ts';

trySamples(linksLead, {
  complains: {
    'of a page that is not there': {
      files: { 'docs/a.md': 'See\n[b](b.md) and [c](../c.md#there).\n' },
      of: [/^docs\/a\.md:2: b\.md leads nowhere/, /\.\.\/c\.md#there/],
    },
  },
  content: {
    'with links that lead somewhere': {
      'docs/a.md':
        '[b](rules/b.md#top) [rules](rules/) [self](#here) [web](https://example.org) [top](../README.md)\n',
      'docs/rules/b.md': '',
      'README.md': '',
    },
  },
});
