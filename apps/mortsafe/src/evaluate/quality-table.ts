import type { Quality } from '@mortsafe/simulator';
import { table } from '../table.ts';

const head = ['RULE', 'FOUND', 'MISSED', 'FALSE', 'PRECISION', 'RECALL', 'MEDIAN TIME', 'LONGEST'];

export function qualityTable({ rules, overall }: { rules: readonly Quality[]; overall: Quality }): string {
  return table([head, ...[...rules, overall].map(qualityCells)]);
}

/** One line of the table, as text. */
export const qualityCells = (quality: Quality): string[] => [
  quality.rule,
  String(quality.found),
  String(quality.missed),
  String(quality.falsePositives),
  shareWords(quality.precision),
  shareWords(quality.recall),
  secondsWords(quality.medianDetectMs),
  secondsWords(quality.maxDetectMs),
];

const shareWords = (share: number | null): string => (share === null ? '-' : share.toFixed(3));

const secondsWords = (ms: number | null): string => (ms === null ? '-' : `${(ms / 1_000).toFixed(1)} s`);
