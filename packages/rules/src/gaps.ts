import type { Fleet, Launch, LaunchKey, Silence } from '@mortsafe/detection';

/** One more window shows whether a silence was an outage, or a stop that was seen late. */
export const confirmedAt = ({ due, limit }: Silence): number => due + limit;

/** Asks to be woken when a silence turns out to be a gap or not. */
export const awaitConfirmation = (fleet: Fleet, silence: Silence): void =>
  fleet.wakeAt(confirmedAt(silence), [...silence.launch, silence.start], true);

/** The silence that a rule was woken for, unless something explains it, or may yet: then it is woken again. */
export function gapAt(key: readonly (string | number)[], fleet: Fleet) {
  const [agent, instance, number, start] = key as [...LaunchKey, number];
  const launch = fleet.launch([agent, instance, number]);
  const gap = launch?.gap;
  if (!launch || gap?.start !== start || isExplained(fleet, launch, gap)) return undefined;
  if (!mayBeOutage(fleet, gap)) return { launch, gap };
  fleet.wakeAt(fleet.now + gap.limit, key, true);
  return undefined;
}

/** It is silent for good, as far as can be told: it is no longer counted among the living. */
export const isLost = (fleet: Fleet, { silent, gap }: Launch): boolean =>
  silent && !(gap && gap.outage === undefined && mayBeOutage(fleet, gap));

/** Nobody waits longer than this for the word of those that beat slowly. */
const WAIT_MAX_MS = 300_000;

/** Several fell silent together, and of the others none could be heard since: they beat too slowly. */
function mayBeOutage(fleet: Fleet, gap: Silence): boolean {
  const { share, minimum } = fleet.limits('telemetry-outage', '');
  if (share === undefined || minimum === undefined || fleet.now - confirmedAt(gap) >= WAIT_MAX_MS)
    return false;
  return fleet.silences.extentOf(gap, share, minimum) === 'unknown';
}

/** An outage, its stop, a roll-out, a flood or a kill was seen: they explain it, and speak for themselves. */
export function isExplained(fleet: Fleet, launch: Launch, gap: Silence): boolean {
  const end = confirmedAt(gap);
  return (
    gap.outage !== undefined ||
    (launch.stop !== undefined && launch.stop.at <= end) ||
    fleet.rolledOutBetween(launch.agent, gap.start, end) ||
    fleet.isLikelyInvented(launch.agent) ||
    fleet.orderForbidding(launch) !== undefined
  );
}
