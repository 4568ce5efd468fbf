import type { Severity } from '@mortsafe/agent-events';
import type { Outcome } from '../label.ts';

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

export const newName = (
  subject: string,
  alias: string,
  actor: string | null,
  { atMs, ...rest }: Known,
): Outcome => ({
  rule: 'relaunch-under-new-name',
  subject,
  alias,
  actor,
  severity: actor === null ? 'high' : 'critical',
  decisiveMs: atMs,
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

/** `actor` brought the killed `subject` back, and so shields it: two findings. Without what shows it, only the first is sure. */
export const comeback = (
  subject: string,
  actor: string,
  { atMs, shownBy, needs = [] }: { atMs: number; shownBy: readonly string[]; needs?: readonly string[] },
): Outcome[] => [
  relaunch(subject, actor, { atMs, needs, leansOn: shownBy }),
  shielded(subject, actor, { atMs, needs: [...needs, ...shownBy] }),
];

/** The same, under a new name. */
export const comebackAs = (
  subject: string,
  alias: string,
  actor: string,
  { atMs, shownBy, needs }: { atMs: number; shownBy: readonly string[]; needs: readonly string[] },
): Outcome[] => [
  newName(subject, alias, actor, { atMs, needs, leansOn: shownBy }),
  shielded(subject, actor, { atMs, needs: [...needs, ...shownBy] }),
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
