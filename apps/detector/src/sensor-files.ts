import { readFile, rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SensorDecoder, type TailPosition, type TailStep, tailSource } from '@mortsafe/sources';
import type { BehindDoors } from './doors.ts';

/** A file that a sensor of the platform appends to. Whoever may write it speaks as the platform. */
export interface SensorFile {
  file: string;
  /** Whose words. Default: of each line the first that fits. */
  dialect?: string | undefined;
  /** Globs of the fleets it may speak for. Default all. */
  fleets?: string[] | undefined;
}

export interface SensorFilesOptions extends Pick<BehindDoors, 'router' | 'rejected' | 'watch'> {
  decode: SensorDecoder;
  /** Where it is kept up to where each file has been read. */
  positions: string;
  /** One sentence for the operator. */
  notice(text: string): void;
}

const VERSION = 1;
const ASK_AGAIN_MS = 1_000;

/** Follows files until it is told to end; then each is read on from where it had got to. */
export async function followSensorFiles(
  files: readonly SensorFile[],
  options: SensorFilesOptions,
): Promise<{ close(): Promise<void> }> {
  const stopping = new AbortController();
  const positions = await readPositions(options.positions);
  let keeping = Promise.resolve();
  const keep = (file: string, position: TailPosition): Promise<void> => {
    positions.set(file, position);
    // What is lost here is read again, and events have the same ids then.
    keeping = keeping.then(() => writePositions(options.positions, positions)).catch(() => {});
    return keeping;
  };

  async function follow(sensor: SensorFile): Promise<void> {
    const { file } = sensor;
    for await (const step of tailSource({ file, from: positions.get(file) }).read(stopping.signal)) {
      if (step.kind === 'notice') {
        options.notice(step.text);
        continue;
      }
      await take(sensor, step, options, stopping.signal);
      if (!stopping.signal.aborted) await keep(file, step.position);
    }
  }

  const following = files.map((sensor) =>
    follow(sensor).catch((error: NodeJS.ErrnoException) =>
      options.notice(`${sensor.file} is followed no more: ${error.code ?? error.message}`),
    ),
  );
  return {
    async close() {
      stopping.abort();
      await Promise.all(following);
      await keeping;
    },
  };
}

type Lines = Extract<TailStep, { kind: 'lines' }>;

/** Resolves once everything in it is on disk; that is tried until it works. */
async function take(
  { file, dialect, fleets }: SensorFile,
  { lines, rejections }: Lines,
  { decode, router, rejected, watch }: SensorFilesOptions,
  signal: AbortSignal,
): Promise<void> {
  const pass = { origin: 'platform' as const, ...(fleets && { fleets }) };
  const found = lines.map((bytes) =>
    decode({ bytes, pass, dialect, position: file, observedTime: router.now() }),
  );
  const events = found.flatMap((each) => each.events);
  const refused = [...rejections, ...found.flatMap((each) => each.rejections)];
  const drops = found.flatMap((each) => each.drops);
  while (!signal.aborted) {
    const stored = await router.accept(events).then(
      () => true,
      () => false,
    );
    if (stored) break;
    await sleep(ASK_AGAIN_MS, undefined, { signal }).catch(() => {});
  }
  watch?.entered?.({ events, rejections: refused, drops }, file);
  if (refused.length > 0) await rejected.add(refused);
}

/** Where nothing can be read of it, all begin with what comes. */
async function readPositions(path: string): Promise<Map<string, TailPosition>> {
  try {
    const read = JSON.parse(await readFile(path, 'utf8')) as {
      version: number;
      files: [string, TailPosition][];
    };
    return new Map(read.version === VERSION ? read.files : []);
  } catch {
    return new Map();
  }
}

async function writePositions(path: string, positions: ReadonlyMap<string, TailPosition>): Promise<void> {
  const text = JSON.stringify({ version: VERSION, files: [...positions] });
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
