import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CannotRun } from '../io.ts';
import { type Config, config } from './config.ts';
import { withEnvironment } from './environment.ts';
import { readText } from './read-text.ts';
import { describeProblems, readYaml } from './read-yaml.ts';

export const CONFIG_FILE = 'mortsafe.yaml';
export const DATA_DIRECTORY = '.mortsafe';
export const LOOPBACK = '127.0.0.1';
export const AGENTS_PORT = 4318;
export const SOC_PORT = 4380;
export const CHECKPOINT_EVERY_MS = 10_000;
export const WATCH_EVERY_MS = 500;
export const LAG_MS_MAX = 60_000;

/**
 * What the file says, or the environment in its place.
 *
 * @throws {CannotRun} The file was named and cannot be read, or something is not as it must be.
 */
export function readConfig(
  options: { config?: string },
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): { file: string; directory: string; read: Config } {
  const file = resolve(cwd, options.config ?? CONFIG_FILE);
  const text = options.config === undefined && !existsSync(file) ? '' : readText(file, 'the configuration');
  const read = readYaml(text, config);
  if (read.kind === 'invalid') throw new CannotRun(describeProblems(file, read.problems));
  return { file, directory: dirname(file), read: withEnvironment(read.value, { cwd, env }) };
}
