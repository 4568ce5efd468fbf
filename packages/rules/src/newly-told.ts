import type { Fleet, Launch } from '@mortsafe/detection';

const nobody: readonly Launch[] = [];

/** The launch that the event shows, and those whose launcher it made better known: nearly always there is none such. */
export function newlyTold({ reattributed }: Fleet, shown: Launch | undefined): readonly Launch[] {
  if (reattributed.length === 0) return shown ? [shown] : nobody;
  const others = reattributed.filter((launch) => launch !== shown);
  return shown ? [shown, ...others] : others;
}
