import { resolve } from 'node:path';
import { type Finding, findingToJson } from '@mortsafe/agent-events';
import { createDetector } from '@mortsafe/detection';
import { sensorDialectNames } from '@mortsafe/sources';
import { loadPolicy } from '../config/read-policy.ts';
import { CannotRun, type ExitCode, type Io } from '../io.ts';
import { lastRevisions } from '../replay/last-revisions.ts';
import { leftOutTally } from '../replay/left-out-tally.ts';
import { malformedTally } from '../replay/malformed-tally.ts';
import { mergeByTime } from '../replay/merge.ts';
import { readRecording } from '../replay/read-recording.ts';
import { rulesToRun } from '../user-rules/rules-to-run.ts';

export interface ReplayOptions {
  policy?: string;
  rules?: string;
  json?: boolean;
  /** Whose words the files are in. */
  dialect?: string;
}

/** Finds what is in recorded events, as the detector would have while they happened. */
export async function replay(files: readonly string[], options: ReplayOptions, io: Io): Promise<ExitCode> {
  const policyFile = options.policy === undefined ? undefined : resolve(io.cwd, options.policy);
  const { set, rules, watch } = rulesToRun(options.rules, io);
  const { policy } = loadPolicy(policyFile, set);
  if (options.dialect !== undefined && !sensorDialectNames.includes(options.dialect))
    throw new CannotRun(`there is no dialect ${options.dialect}; there are ${sensorDialectNames.join(', ')}`);
  const malformed = malformedTally(io.stderr);
  const leftOut = leftOutTally(io.stderr);
  const sensors = { policy, dialect: options.dialect, leftOut: leftOut.add };
  const found = lastRevisions();
  let read = 0;
  let cutShort: CannotRun | undefined;
  const detector = createDetector({ rules, policy, ruleFailed: watch.failed });

  try {
    const recordings = files.map((file) => readRecording(file, io, malformed.add, sensors));
    for await (const events of mergeByTime(recordings)) {
      read += events.length;
      for (const event of events) detector.take(event);
      found.add(detector.findings());
    }
  } catch (error) {
    // What was recorded until the recorder died is worth most.
    if (!(error instanceof CannotRun) || read === 0) throw error;
    cutShort = error;
  }
  detector.finish();
  found.add(detector.findings());

  malformed.finish();
  leftOut.finish();
  watch.finish();
  if (read === 0 && malformed.count() > 0) {
    throw new CannotRun(`not one line of ${files.join(', ')} is an event; docs/events.md says what one is`);
  }
  // That nothing was found in nothing is no good news.
  if (read === 0) io.stderr(`mortsafe: there is no event in ${files.join(', ')}\n`);
  if (found.beyondBound() > 0) {
    io.stderr(`mortsafe: ${found.beyondBound()} more findings than fit in memory were left out\n`);
  }
  await print(found.inOrder(), options, io);
  if (cutShort)
    throw new CannotRun(`${cutShort.message}; above is what was found in the ${read} events before`);
  return 0;
}

async function print(findings: readonly Finding[], { json }: ReplayOptions, io: Io): Promise<void> {
  if (json) {
    for (const finding of findings) io.stdout(`${JSON.stringify(findingToJson(finding))}\n`);
    return;
  }
  // Loaded only here: it brings the SOC application with it, and whoever pipes JSON waits for every millisecond.
  const { reportFindings } = await import('../replay/report.ts');
  io.stdout(reportFindings(findings));
}
