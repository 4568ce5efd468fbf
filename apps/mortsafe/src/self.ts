import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { house } from './house.ts';

/** From where somebody called us, and by which words. */
export interface Call {
  /** Where the person stood: paths that they give are relative to it. */
  cwd: string;
  /** What to put before a subcommand for it to run as this one did. */
  self: string;
}

const HOUSE = fileURLToPath(house);

/**
 * A package manager runs scripts in the package's folder, wherever it was called; it says where in INIT_CWD. That is
 * believed only where it was our own script that it ran: the variable is inherited by all that a script starts.
 */
export function callOf(env: NodeJS.ProcessEnv, cwd: string): Call {
  const { INIT_CWD, npm_package_json: packageFile } = env;
  const ours = packageFile === join(HOUSE, 'package.json') && resolve(cwd) === resolve(HOUSE);
  if (!ours || INIT_CWD === undefined) return { cwd, self: 'mortsafe' };
  const inside = !relative(HOUSE, INIT_CWD).startsWith('..');
  return {
    cwd: INIT_CWD,
    self: inside ? 'npx -y pnpm@12 mortsafe' : `npx -y pnpm@12 -C ${HOUSE.replace(/\/$/, '')} mortsafe`,
  };
}
