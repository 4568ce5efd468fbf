import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const ROOT = join(import.meta.dirname, '../../../..');
const CACHE = join(ROOT, '.cache');
/** The one that users build from, and its configuration. */
const EXAMPLE = join(ROOT, 'examples/collector');
const MANIFEST = join(EXAMPLE, 'builder.yaml');
export const collectorConfigFile = join(EXAMPLE, 'config.yaml');

const GO_MIN = [1, 25] as const;
const BUILD_MS_MAX = 900_000;

/** What this machine lacks to build a Collector, in words; undefined where it lacks nothing. */
export async function whyNoCollector(): Promise<string | undefined> {
  if (existsSync(join(await folder(), BINARY))) return undefined;
  const wanted = `Go ${GO_MIN.join('.')} or newer, to build it once`;
  const said = await run('go', ['version']).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
  if (said === undefined) return wanted;
  const [, major = 0, minor = 0] = (/go(\d+)\.(\d+)/.exec(said) ?? []).map(Number);
  const newEnough = major > GO_MIN[0] || (major === GO_MIN[0] && minor >= GO_MIN[1]);
  return newEnough ? undefined : `${wanted} (found ${major}.${minor})`;
}

const BINARY = 'mortsafe-collector';

/**
 * Builds the Collector of `examples/collector` by its project's own builder, once: some minutes, kept outside of git.
 * Others may do so at the same time.
 *
 * @returns The path of the program.
 * @throws The builder's error, with what it said.
 */
export async function collectorBinary(): Promise<string> {
  const built = await folder();
  if (!existsSync(join(built, BINARY))) {
    const aside = `${built}.${process.pid}`;
    await mkdir(aside, { recursive: true });
    await copyFile(MANIFEST, join(aside, 'builder.yaml'));
    const builder = `go.opentelemetry.io/collector/cmd/builder@v${await version()}`;
    await run('go', ['run', builder, '--config=builder.yaml'], {
      cwd: aside,
      env: { ...process.env, CGO_ENABLED: '0' },
      timeout: BUILD_MS_MAX,
      maxBuffer: 2 ** 26,
    });
    // Whoever comes second finds it there, and lets go of its own.
    await rename(join(aside, 'dist'), built).catch(() => {});
    await rm(aside, { recursive: true, force: true });
  }
  return join(built, BINARY);
}

async function version(): Promise<string> {
  return /^ {2}version: (\S+)$/m.exec(await readFile(MANIFEST, 'utf8'))?.[1] ?? 'latest';
}

const folder = async (): Promise<string> => join(CACHE, `collector-${await version()}`);
