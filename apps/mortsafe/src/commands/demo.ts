import { compareFindings, expectedFindings } from '../demo/expected-findings.ts';
import { foundSoFar } from '../demo/found-so-far.ts';
import { type Stage, setStage } from '../demo/stage.ts';
import { playStory } from '../demo/story.ts';
import type { ExitCode, Io } from '../io.ts';
import { followLaunchers } from '../up/launchers.ts';
import { aborted, stopSignal } from '../up/stop-signal.ts';

export interface DemoOptions {
  once?: boolean;
}

/**
 * Plays the study's experiment on real processes. Code 0 only where exactly the expected findings appeared; without
 * `once` the page stays open until Ctrl-C.
 */
export async function demo({ once }: DemoOptions, io: Io): Promise<ExitCode> {
  const startedAt = performance.now();
  const say = (text: string): void => {
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1).padStart(5);
    io.stdout(`[${seconds} s] ${text}\n`);
  };
  const { signal, stop, release } = stopSignal(process);
  const unfollow = followLaunchers(stop);
  let stage: Stage | undefined;
  try {
    say('Starting mortsafe: receiver, detector, SOC application …');
    stage = await setStage({
      print: async (text) => io.stdout(text),
      warn: (text) => io.stderr(`mortsafe ${text}\n`),
      self: io.self ?? 'mortsafe',
      signal,
    });
    say(`The page of the SOC: ${stage.mortsafe.soc.viewLink()}`);
    say(
      'The policy of the demo is quicker than the defaults: 3 s to die (not 30), 1 s of grace (not 5), and a peer',
    );
    say('that calls the dead healthy is told after 4 s (not 10).');
    await Promise.race([playStory(stage, say, signal), unlessItEnds(stage)]);
    const code = await judge(stage, say);
    if (once) return code;
    say('The page stays open; Ctrl-C ends it.');
    await aborted(signal);
    return code;
  } catch (error) {
    if (signal.aborted) return 1;
    say(`The demo cannot go on: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    if (stage) {
      say('Stopping …');
      await stage.clear();
      say('Nothing is left running.');
    }
    unfollow();
    release();
  }
}

/** A detector that has stopped finds nothing, which must not pass for peace. */
const unlessItEnds = async ({ mortsafe }: Stage): Promise<never> => {
  await mortsafe.ended;
  throw new Error('the detector has ended');
};

async function judge({ mortsafe, hasSensor }: Stage, say: (text: string) => void): Promise<ExitCode> {
  const findings = await foundSoFar(mortsafe.detector.findings);
  const expected = expectedFindings(hasSensor);
  const { missing, unexpected } = compareFindings(findings, expected);
  for (const { severity, rule, subject, actor, actorKnownBy } of missing)
    say(`MISSING: ${severity} ${rule} of ${subject} by ${actor}${actorKnownBy ? ` (${actorKnownBy})` : ''}`);
  for (const { severity, rule, summary } of unexpected) say(`UNEXPECTED: ${severity} ${rule}: ${summary}`);
  if (missing.length > 0 || unexpected.length > 0) return 1;
  say(`Found exactly what there was to find: ${expected.map(({ rule }) => rule).join(', ')}.`);
  return 0;
}
