import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';

/** `pnpm bundle`: makes `dist/mortsafe`, which runs by itself. */
const folder = fileURLToPath(new URL('../../../../dist/mortsafe', import.meta.url));
await bundle(folder);
console.log(`node ${folder}/mortsafe.mjs --help`);
