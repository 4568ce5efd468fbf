import type { Fleet } from '@mortsafe/detection';

/** The parts of a finding's key that make it one an hour, or one a day. */
export const hourOf = ({ now }: Fleet): number => Math.floor(now / 3_600_000);
export const dayOf = ({ now }: Fleet): number => Math.floor(now / 86_400_000);
