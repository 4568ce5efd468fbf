import { doorFlags } from '../config/door-location.ts';
import { type CommandLine, loadSettings } from '../config/settings.ts';
import type { ExitCode, Io } from '../io.ts';
import { openOperations } from '../operations/operations-server.ts';
import { watchDetector } from '../operations/watch-detector.ts';
import { watchSoc } from '../operations/watch-soc.ts';
import { bannerOf } from '../up/banner.ts';
import { followLaunchers } from '../up/launchers.ts';
import { startMortsafe } from '../up/start-mortsafe.ts';
import { aborted, stopSignal } from '../up/stop-signal.ts';
import { refusalTexts } from '../user-rules/rule-set.ts';
import { needProcessTable } from '../watch/process-table.ts';
import { watchWithin } from '../watch/watch-within.ts';

export type UpOptions = CommandLine;

const UP_OPERATIONS_PORT = 4390;

/** Runs all of mortsafe until a signal comes. Code 1 where it had to end by itself. */
export async function up(options: UpOptions, io: Io): Promise<ExitCode> {
  const settings = loadSettings(options, { cwd: io.cwd, env: io.env });
  if (settings.watchEveryMs) needProcessTable();
  const warn = (text: string): void => io.stderr(`mortsafe warn: ${text}\n`);
  for (const text of refusalTexts(settings.rules)) warn(text);
  const { signal, stop, release } = stopSignal(process);
  const unfollow = followLaunchers(stop);
  const operations = await openOperations(settings.operations, UP_OPERATIONS_PORT);
  const watched = watchDetector(operations, settings, { steps: ['detect'] });
  try {
    const mortsafe = await startMortsafe(settings, {
      watch: watched.watch,
      log: (level, message) => io.stderr(`mortsafe ${level}: ${message}\n`),
      commandLine: (url) => ({ name: io.self ?? 'mortsafe', options: doorFlags(settings, url, io) }),
    });
    const storage = watchSoc(operations, mortsafe.soc);
    operations.readyWhen(async () => [...watched.troubles(), ...(await storage.troubles())]);
    const unwatch = settings.watchEveryMs && watchWithin(mortsafe, settings.watchEveryMs, warn);
    io.stdout(bannerOf({ ...mortsafe, operationsUrl: operations.url }, settings, io));
    const failure = await Promise.race([
      aborted(signal),
      mortsafe.ended.then(unforeseen, (error: unknown) => error),
    ]);
    io.stderr(failure ? `mortsafe: it cannot go on: ${messageOf(failure)}\n` : 'mortsafe: stopping\n');
    if (unwatch) await unwatch();
    await mortsafe.stop();
    return failure ? 1 : 0;
  } finally {
    await operations.close();
    unfollow();
    release();
  }
}

const unforeseen = (): Error => new Error('the detector has ended');

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
