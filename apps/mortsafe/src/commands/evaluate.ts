import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Judgement, qualityOf } from '@mortsafe/simulator';
import { loadPolicy } from '../config/read-policy.ts';
import { besideFile } from '../evaluate/beside-file.ts';
import { evaluateRecording } from '../evaluate/evaluate-recording.ts';
import { qualityTable } from '../evaluate/quality-table.ts';
import { readLabel } from '../evaluate/read-label.ts';
import type { ExitCode, Io } from '../io.ts';
import { malformedTally } from '../replay/malformed-tally.ts';
import { readRecording } from '../replay/read-recording.ts';
import { rulesToRun } from '../user-rules/rules-to-run.ts';

export interface EvaluateOptions {
  policy?: string;
  rules?: string;
  json?: boolean;
}

/**
 * Measures the detector on labelled recordings. The label lies beside each file, and so may a policy of its own.
 *
 * @returns 1 where a finding was missed or is not asked for.
 */
export async function evaluate(
  files: readonly string[],
  options: EvaluateOptions,
  io: Io,
): Promise<ExitCode> {
  const judgements: Judgement[] = [];
  const { set, rules, watch } = rulesToRun(options.rules, io);
  for (const file of files) {
    const path = resolve(io.cwd, file);
    const label = readLabel(besideFile(path, 'expected.json'));
    const malformed = malformedTally(io.stderr);
    const { policy } = loadPolicy(policyFor(path, options, io), set);
    const ran = { label, policy, rules, ruleFailed: watch.failed };
    const judgement = await evaluateRecording(readRecording(file, io, malformed.add), ran);
    malformed.finish();
    judgements.push(judgement);
    for (const { rule, subject } of judgement.missing)
      io.stderr(`mortsafe: ${file}: missed ${rule}${of(subject)}\n`);
    for (const { rule, subject } of judgement.unexpected)
      io.stderr(`mortsafe: ${file}: not asked for: ${rule}${of(subject)}\n`);
  }
  watch.finish();
  const quality = qualityOf(judgements);
  io.stdout(options.json ? `${JSON.stringify(quality)}\n` : qualityTable(quality));
  const { missed, falsePositives } = quality.overall;
  return missed + falsePositives === 0 ? 0 : 1;
}

const of = (subject: string | null | undefined): string =>
  subject === null || subject === undefined ? '' : ` of ${JSON.stringify(subject)}`;

/** The one that is given, else the one beside the recording, else none. */
function policyFor(path: string, { policy }: EvaluateOptions, { cwd }: Io): string | undefined {
  if (policy !== undefined) return resolve(cwd, policy);
  const beside = besideFile(path, 'policy.yaml');
  return existsSync(beside) ? beside : undefined;
}
