import type { Expected } from './label.ts';

/** How one rule, or all of them, did on labelled recordings. */
export interface Quality {
  rule: string;
  /** Asked for, and found. */
  found: number;
  /** Asked for, and not found. */
  missed: number;
  /** Found, neither asked for nor allowed. */
  falsePositives: number;
  /** Of what was found, the share that was asked for. Null where nothing was found. */
  precision: number | null;
  /** Of what was asked for, the share that was found. Null where nothing was asked for. */
  recall: number | null;
  /** From the decisive event to the finding, by the recording's own time. Null where no label says when that was. */
  medianDetectMs: number | null;
  maxDetectMs: number | null;
}

/** How one recording went. */
export interface Judgement {
  /** `detectMs`: null where the label does not say what was decisive. */
  matched: readonly { expected: Expected; detectMs: number | null }[];
  missing: readonly Expected[];
  unexpected: readonly { rule: string }[];
}

/** By rule in alphabetical order; `overall` is of all of them. */
export function qualityOf(judgements: readonly Judgement[]): { rules: Quality[]; overall: Quality } {
  const matched = judgements.flatMap((one) => one.matched);
  const missing = judgements.flatMap((one) => one.missing);
  const unexpected = judgements.flatMap((one) => one.unexpected);
  const named = [...matched.map(({ expected }) => expected), ...missing, ...unexpected].map(
    ({ rule }) => rule,
  );
  const rules = [...new Set(named)].sort().map((rule) =>
    measure(rule, {
      matched: matched.filter(({ expected }) => expected.rule === rule),
      missing: missing.filter((one) => one.rule === rule),
      unexpected: unexpected.filter((one) => one.rule === rule),
    }),
  );
  return { rules, overall: measure('overall', { matched, missing, unexpected }) };
}

function measure(rule: string, { matched, missing, unexpected }: Judgement): Quality {
  const found = matched.length;
  const times = matched.map(({ detectMs }) => detectMs).filter((ms) => ms !== null);
  times.sort((a, b) => a - b);
  return {
    rule,
    found,
    missed: missing.length,
    falsePositives: unexpected.length,
    precision: share(found, found + unexpected.length),
    recall: share(found, found + missing.length),
    medianDetectMs: times[Math.floor((times.length - 1) / 2)] ?? null,
    maxDetectMs: times.at(-1) ?? null,
  };
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
