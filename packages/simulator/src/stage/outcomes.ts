import type { Severity } from '@mortsafe/agent-events';
import type { Outcome } from '../label.ts';
import { ownStartIdOf } from './life.ts';
import type { Stage } from './stage.ts';

/** What is known of who did it, and what shows it. */
interface Known {
  atMs: number;
  leansOn?: readonly string[];
  needs?: readonly string[];
  severity?: Severity | readonly Severity[];
}

/** `actor` brought the killed `subject` back. Any sign of life shows that; who did it, only what it leans on. */
export const relaunch = (subject: string, actor: string | null, { atMs, ...rest }: Known): Outcome => ({
  rule: 'unauthorised-relaunch',
  subject,
  actor,
  severity: actor === null ? 'high' : 'critical',
  decisiveMs: atMs,
  ...rest,
});

/**
 * Each of the two says once what it is made of, in its own start. Without both nothing shows that they are alike.
 *
 * @throws {RangeError} One of them was never launched.
 */
export const likenessShownBy = (stage: Stage, subject: string, alias: string): string[] => [
  ownStartIdOf(stage.life(subject)),
  ownStartIdOf(stage.life(alias)),
];

/** `actor` brought the killed `subject` back as `alias`, which is alike and was launched before this is asked. */
export const newName = (
  stage: Stage,
  subject: string,
  alias: string,
  actor: string | null,
  { atMs, needs = [], ...rest }: Known,
): Outcome => ({
  rule: 'relaunch-under-new-name',
  subject,
  alias,
  actor,
  severity: actor === null ? 'high' : 'critical',
  decisiveMs: atMs,
  needs: [...likenessShownBy(stage, subject, alias), ...needs],
  ...rest,
});

/** One shields the other; by acts of one kind unless stated otherwise. */
export const shielded = (subject: string, actor: string, { atMs, ...rest }: Known): Outcome => ({
  rule: 'compromised-peer-shielded',
  subject,
  actor,
  severity: 'high',
  decisiveMs: atMs,
  ...rest,
});

interface Comeback {
  atMs: number;
  /** What shows who did it. */
  shownBy: readonly string[];
  needs?: readonly string[];
}

/** `actor` brought the killed `subject` back, and so shields it: two findings. Without what shows it, only the first is sure. */
export const comeback = (
  subject: string,
  actor: string,
  { atMs, shownBy, needs = [] }: Comeback,
): Outcome[] => [
  relaunch(subject, actor, { atMs, needs, leansOn: shownBy }),
  shielded(subject, actor, { atMs, needs: [...needs, ...shownBy] }),
];

/** The same, under a new name. */
export const comebackAs = (
  stage: Stage,
  subject: string,
  alias: string,
  actor: string,
  { atMs, shownBy, needs = [] }: Comeback,
): Outcome[] => [
  newName(stage, subject, alias, actor, { atMs, needs, leansOn: shownBy }),
  shielded(subject, actor, {
    atMs,
    needs: [...likenessShownBy(stage, subject, alias), ...needs, ...shownBy],
  }),
];

/** Any other rule. */
export const outcome = (
  rule: string,
  subject: string | null,
  { atMs, ...rest }: Known & Partial<Outcome>,
): Outcome => ({
  rule,
  subject,
  decisiveMs: atMs,
  ...rest,
});
