import type { NotedAct } from '@mortsafe/detection';

/**
 * The agents that shield each other, directly or in a circle, once this act is done; undefined where it closes
 * none. They are those from which the act's doer is reached along "shields", and which the shielded one reaches.
 */
export function circleThrough(
  act: Pick<NotedAct, 'by' | 'for'>,
  shieldersOf: (agent: string) => readonly string[],
): string[] | undefined {
  const shields = new Map<string, string[]>();
  const before = new Set([act.by]);
  for (const agent of before) {
    for (const shielder of shieldersOf(agent)) {
      before.add(shielder);
      shields.set(shielder, [...(shields.get(shielder) ?? []), agent]);
    }
  }
  if (!before.has(act.for)) return undefined;
  const circle = new Set([act.for]);
  for (const agent of circle) {
    for (const shielded of shields.get(agent) ?? []) circle.add(shielded);
  }
  return [...circle].sort();
}
