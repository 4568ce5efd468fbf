import { consoleFolder, isBuilt } from './console-folder.ts';
import { runVite } from './run-vite.ts';

/** `pnpm build`: builds the console, unless these very sources are built, and says where. */
process.env.NODE_ENV = 'production';
const folder = consoleFolder();
if (!isBuilt(folder)) await runVite(folder);
console.log(folder);
