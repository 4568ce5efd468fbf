import type { AgentHeartbeat } from '@mortsafe/agent-events';
import { beatIdOf, setBeatId } from './beat-ids.ts';
import { isPlainBeat, type PlainBeat } from './plain-beat.ts';
import { pageOf, startOf } from './rows.ts';
import type { Seat, Vitals } from './seat.ts';
import * as at from './seat.ts';

/**
 * Takes the heartbeat that was to be expected: the next number, of the same launch on the same host, on time, of an
 * agent that is steady. It changes what painting it would, and shows nothing that a rule could ask about. False, and
 * nothing is changed: it is another, and is to be painted.
 */
export function takeSteadyBeat(seat: Seat, vitals: Vitals, event: AgentHeartbeat, now: number): boolean {
  const page = pageOf(vitals.changing, seat.row);
  const start = startOf(vitals.changing, seat.row);
  const flags = page[start + at.FLAGS]!;
  if (
    !(flags & at.STEADY) ||
    event.instance !== seat.instance ||
    event.host !== seat.host ||
    event.sequence !== page[start + at.SEQUENCE]! + 1 ||
    event.interval !== page[start + at.INTERVAL] ||
    event.time < page[start + at.CLAIMED]! ||
    event.observedTime !== now ||
    event.id === beatIdOf(vitals.beatIds, seat.row) ||
    !isPlainBeat(event)
  ) {
    return false;
  }
  page[start + at.FLAGS] =
    (flags & ~(at.OTHER_LAST | at.SENDER)) | (event.sender === undefined ? 0 : at.SENDER);
  page[start + at.LAST_SIGN] = now;
  page[start + at.LAST_OWN] = now;
  page[start + at.LAST_BEAT] = now;
  page[start + at.CLAIMED] = event.time;
  page[start + at.SEQUENCE] = event.sequence;
  setBeatId(vitals.beatIds, seat.row, event.id);
  if (flags & at.OTHER_LAST) forgetLastEvent(seat);
  return true;
}

/** Seats an agent that nobody knew so that its first heartbeat is the one that was to be expected. */
export function expectFirstBeat(
  seat: Seat,
  vitals: Vitals,
  event: PlainBeat,
  now: number,
  step: number,
): void {
  seat.instance = event.instance;
  seat.host = event.host;
  seat.firstId = event.id;
  const page = pageOf(vitals.changing, seat.row);
  const start = startOf(vitals.changing, seat.row);
  page[start + at.FLAGS] = at.STEADY | (event.sender === undefined ? 0 : at.FIRST_SENDER);
  page[start + at.CLAIMED] = event.time;
  page[start + at.SEQUENCE] = event.sequence - 1;
  page[start + at.INTERVAL] = event.interval;
  page[start + at.STEP] = step;
  const lasting = pageOf(vitals.lasting, seat.row);
  const from = startOf(vitals.lasting, seat.row);
  lasting[from + at.FIRST_SEEN] = now;
  lasting[from + at.CLAIMED_START] = event.time;
  lasting[from + at.FIRST_SEQUENCE] = event.sequence;
}

/** What it last sent is a heartbeat again. */
export function forgetLastEvent(seat: Seat): void {
  if (seat.aside?.links) seat.aside.lastEvent = undefined;
  else seat.aside = undefined;
}
