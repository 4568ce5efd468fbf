import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDescription } from '../../testing/read-description.ts';
import { apiTypes } from './api-types.ts';

describe('the types of the API', () => {
  it('are those of what the server says of it now', async () => {
    for (const [name, text] of Object.entries(apiTypes(await readDescription()))) {
      const kept = readFileSync(new URL(`../generated/${name}`, import.meta.url), 'utf8');
      expect(kept, 'run `pnpm --filter @mortsafe/soc-console api`').toBe(text);
    }
  });
});
