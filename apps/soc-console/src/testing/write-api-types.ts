import { mkdirSync, writeFileSync } from 'node:fs';
import { apiTypes } from '../api/generate/api-types.ts';
import { readDescription } from './read-description.ts';

/** `pnpm --filter @mortsafe/soc-console api`: writes the types of the API anew, from what the server says of it. */
const folder = new URL('../api/generated/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(apiTypes(await readDescription()))) {
  writeFileSync(new URL(name, folder), text);
}
