import type { AgentHeartbeat } from '@mortsafe/agent-events';
import type { Launch } from './records.ts';

/** What a heartbeat shows that no honest one can. */
export type BeatOddity = 'repeated sequence' | 'second host';

const RANGES_MAX = 16;

/** Notes a heartbeat's number and host, and says what is odd about them. A number that was never seen is only late. */
export function noteBeat(launch: Launch, { id, sequence, host }: AgentHeartbeat): BeatOddity | undefined {
  // The same beat by two ways: through a gateway, and directly.
  const twice = launch.beatId === id;
  launch.beatId = id;
  if (twice) return undefined;
  const moved = host !== undefined && launch.beatHost !== undefined && host !== launch.beatHost;
  launch.beatHost ??= host;
  const repeated = !addNumber(launch.sequences, sequence);
  if (moved) return 'second host';
  return repeated ? 'repeated sequence' : undefined;
}

/** False where the number was there already. Nearly always it is the next of the newest range. */
function addNumber(ranges: [number, number][], number: number): boolean {
  const newest = ranges.at(-1);
  if (newest && number === newest[1] + 1) {
    newest[1] = number;
    return true;
  }
  if (ranges.some(([from, to]) => from <= number && number <= to)) return false;
  const below = ranges.find(([, to]) => to === number - 1);
  const above = ranges.find(([from]) => from === number + 1);
  if (below && above) {
    below[1] = above[1];
    ranges.splice(ranges.indexOf(above), 1);
  } else if (below) {
    below[1] = number;
  } else if (above) {
    above[0] = number;
  } else {
    ranges.push([number, number]);
    ranges.sort(([a], [b]) => a - b);
    // The oldest numbers are forgotten; one of them that comes again counts as late.
    if (ranges.length > RANGES_MAX) ranges.shift();
  }
  return true;
}
