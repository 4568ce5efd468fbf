import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const POM = join(import.meta.dirname, 'pom.xml');
const CACHE = join(import.meta.dirname, '../../../../.cache');
const JAVA_MIN = 17;
const DOWNLOAD_MS_MAX = 300_000;

/** The Java to run: the one of `JAVA_HOME`, else the first on the path. */
export const java = (): string => (process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java');

/** What this machine lacks to run a broker, in words; undefined where it lacks nothing. */
export async function whyNoKafka(): Promise<string | undefined> {
  const version = await javaVersion();
  if (version === undefined) return `Java ${JAVA_MIN} or newer`;
  if (version < JAVA_MIN) return `Java ${JAVA_MIN} or newer (found ${version})`;
  if (existsSync(await jarFolder())) return undefined;
  return run('mvn', ['--version']).then(
    () => undefined,
    () => 'Maven (mvn), to fetch Apache Kafka once',
  );
}

async function javaVersion(): Promise<number | undefined> {
  try {
    const { stderr } = await run(java(), ['-version']);
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? Number.NaN) || undefined;
  } catch {
    return undefined;
  }
}

async function jarFolder(): Promise<string> {
  const version = /<artifactId>kafka_2\.13<\/artifactId>\s*<version>([^<]+)/.exec(
    await readFile(POM, 'utf8'),
  );
  return join(CACHE, `kafka-${version?.[1]}`);
}

/**
 * Fetches Apache Kafka from Maven Central, once: 45 MB, kept outside of git. Others may do so at the same time.
 *
 * @returns The class path of its jars.
 * @throws Maven's error, with what it said.
 */
export async function kafkaClassPath(): Promise<string> {
  const folder = await jarFolder();
  if (!existsSync(folder)) {
    const aside = `${folder}.${process.pid}`;
    await mkdir(CACHE, { recursive: true });
    await run('mvn', ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${aside}`], {
      timeout: DOWNLOAD_MS_MAX,
    });
    // Whoever comes second finds it there, and lets go of its own.
    await rename(aside, folder).catch(() => rm(aside, { recursive: true, force: true }));
  }
  return join(folder, '*');
}
