import { posix } from 'node:path';
import type { Check } from '../check.ts';

export const linksLead: Check = {
  name: 'links between pages lead somewhere',
  *problems(tree) {
    const folders = new Set(tree.paths.flatMap(parents));
    for (const file of tree.paths.filter((path) => path.endsWith('.md'))) {
      for (const [index, text] of tree.text(file).split('\n').entries()) {
        for (const [, link = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
          const path = link.replace(/#.*$/, '');
          if (path === '' || /^[a-z]+:/.test(path) || /\.(png|svg|gif|jpg)$/.test(path)) continue;
          const target = posix.join(posix.dirname(file), path).replace(/\/$/, '');
          if (tree.has(target) || folders.has(target) || target === '.') continue;
          yield { file, line: index + 1, message: `${link} leads nowhere: mend the link, or write the page` };
        }
      }
    }
  },
};

function parents(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
