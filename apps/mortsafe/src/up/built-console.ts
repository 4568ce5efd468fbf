import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Log } from '@mortsafe/soc-alerting';
import { buildConsole } from '@mortsafe/soc-console';
import { house } from '../house.ts';

/** In a bundle it lies beside the code. */
const bundled = fileURLToPath(new URL('console/', house));

/**
 * Where the console lies that analysts work in. From the sources it is built first, unless these very sources are
 * built; that takes a second or two. Undefined where that fails: then the server shows its plain pages.
 */
export async function builtConsole(log: Log): Promise<string | undefined> {
  if (existsSync(bundled)) return bundled;
  try {
    return await buildConsole();
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    log('warn', `the console cannot be built, plain pages are shown instead: ${reason}`);
    return undefined;
  }
}
