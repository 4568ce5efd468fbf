import { readFileSync, writeFileSync } from 'node:fs';
import { newRule } from './new-rule.ts';

/** `pnpm new rule <id>`: writes what a new rule needs, and says what is left to do. */
const [what, id, ...others] = process.argv.slice(2);
if (what !== 'rule' || id === undefined || others.length > 0) {
  console.error('Usage: pnpm new rule <id>    such as: pnpm new rule masked-failure');
  process.exit(2);
}

process.chdir(new URL('..', import.meta.url).pathname);
const made = newRule(id, (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
});
if (made.kind === 'refused') {
  console.error(`mortsafe: ${made.reason}`);
  process.exit(2);
}
for (const [path, text] of Object.entries(made.files)) {
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
}
console.log(`
Next: the timelines in the test, both sides of every boundary; then \`detect\`; then the page.
Try it with: pnpm vitest run packages/rules/src/${id}.test.ts`);
