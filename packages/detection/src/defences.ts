import type { Defence } from './records.ts';
import type { FleetState } from './state.ts';

const DEFENCES_MAX = 10_000;
/** Longer than a cascade and its base line together, with what is confirmed only later. */
const KEPT_MS = 7_200_000;

/** False where the act was known. */
export function noteDefence({ defences, now }: FleetState, defence: Defence): boolean {
  if (defences.some(({ id }) => id === defence.id)) return false;
  defences.push(defence);
  while (defences.length > DEFENCES_MAX || now - defences[0]!.at > KEPT_MS) defences.shift();
  return true;
}
