import type { Fleet, Launch, LaunchKey, Silence } from '@mortsafe/detection';

/** One more window shows whether a silence was an outage, or a stop that was seen late. */
export const confirmedAt = ({ due, limit }: Silence): number => due + limit;

/** Asks to be woken when a silence turns out to be a gap or not. */
export const awaitConfirmation = (fleet: Fleet, silence: Silence): void =>
  fleet.wakeAt(confirmedAt(silence), [...silence.launch, silence.start], true);

/** The silence that a rule was woken for, unless something explains it. */
export function gapAt(key: readonly (string | number)[], fleet: Fleet) {
  const [agent, instance, number, start] = key as [...LaunchKey, number];
  const launch = fleet.launch([agent, instance, number]);
  const gap = launch?.gap;
  if (!launch || gap?.start !== start || isExplained(fleet, launch, gap)) return undefined;
  return { launch, gap };
}

/** An outage, its stop, a roll-out, a flood or a kill was seen: they explain it, and speak for themselves. */
export function isExplained(fleet: Fleet, launch: Launch, gap: Silence): boolean {
  const end = confirmedAt(gap);
  return (
    gap.explained ||
    (launch.stop !== undefined && launch.stop.at <= end) ||
    fleet.rolledOutBetween(launch.agent, gap.start, end) ||
    fleet.isLikelyInvented(launch.agent) ||
    fleet.orderForbidding(launch) !== undefined
  );
}
