import { doorFlags } from '../config/door-location.ts';
import { type CommandLine, loadSettings } from '../config/settings.ts';
import type { ExitCode, Io } from '../io.ts';
import { bannerOf } from '../up/banner.ts';
import { followLaunchers } from '../up/launchers.ts';
import { startMortsafe } from '../up/start-mortsafe.ts';
import { aborted, stopSignal } from '../up/stop-signal.ts';
import { refusalTexts } from '../user-rules/rule-set.ts';

export type UpOptions = CommandLine;

/** Runs all of mortsafe until a signal comes. Code 1 where it had to end by itself. */
export async function up(options: UpOptions, io: Io): Promise<ExitCode> {
  const settings = loadSettings(options, { cwd: io.cwd, env: io.env });
  for (const text of refusalTexts(settings.rules)) io.stderr(`mortsafe warn: ${text}\n`);
  const { signal, stop, release } = stopSignal(process);
  const unfollow = followLaunchers(stop);
  try {
    const mortsafe = await startMortsafe(settings, {
      log: (level, message) => io.stderr(`mortsafe ${level}: ${message}\n`),
      commandLine: (url) => ({ name: io.self ?? 'mortsafe', options: doorFlags(settings, url, io) }),
    });
    io.stdout(bannerOf(mortsafe, settings, io));
    const failure = await Promise.race([
      aborted(signal),
      mortsafe.ended.then(unforeseen, (error: unknown) => error),
    ]);
    io.stderr(failure ? `mortsafe: it cannot go on: ${messageOf(failure)}\n` : 'mortsafe: stopping\n');
    await mortsafe.stop();
    return failure ? 1 : 0;
  } finally {
    unfollow();
    release();
  }
}

const unforeseen = (): Error => new Error('the detector has ended');

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
