import type { AgentEvent } from '@mortsafe/agent-events';
import { setBeatId } from './beat-ids.ts';
import { isPlainBeat } from './plain-beat.ts';
import type { AgentRecord, Launch } from './records.ts';
import { pageOf, startOf } from './rows.ts';
import type { Seat, Vitals } from './seat.ts';
import * as at from './seat.ts';

/**
 * Puts an agent back into its seat, where it is steady; and lets go of its record, where seat and rows say all of it.
 * `wake` is its inverse.
 */
export function settle(seat: Seat, vitals: Vitals): void {
  const page = pageOf(vitals.changing, seat.row);
  const start = startOf(vitals.changing, seat.row);
  page[start + at.FLAGS] = 0;
  const { record } = seat;
  const launch = record?.launches[record.launches.length - 1];
  if (!record || !launch || !isSteady(record, launch)) return;

  const last = launch.sequences[launch.sequences.length - 1]![1];
  const { lastOwnEvent } = launch;
  const beat = isLastBeat(launch, lastOwnEvent, last) ? lastOwnEvent : undefined;
  let flags = at.STEADY;
  if (beat?.sender !== undefined) flags |= at.SENDER;
  if (!beat) flags |= at.OTHER_LAST;
  page[start + at.LAST_SIGN] = launch.lastSign;
  page[start + at.LAST_OWN] = launch.lastOwn;
  page[start + at.LAST_BEAT] = launch.lastBeat;
  page[start + at.CLAIMED] = beat ? beat.time : launch.claimedStart;
  page[start + at.SEQUENCE] = last;
  page[start + at.INTERVAL] = launch.interval;
  page[start + at.STEP] = launch.step;
  seat.instance = launch.instance;
  seat.host = launch.host;
  setBeatId(vitals.beatIds, seat.row, launch.beatId!);

  const { firstEvent } = launch;
  const isWhole = isAllSaid(record, launch) && isFirstBeat(launch, firstEvent);
  const links = isWhole ? record.links : undefined;
  const lastEvent = beat ? undefined : lastOwnEvent;
  seat.aside = links || lastEvent ? { links, lastEvent } : undefined;
  launch.lastOwnEvent = undefined;
  if (isWhole) {
    seat.record = undefined;
    seat.firstId = firstEvent.id;
    if (firstEvent.sender !== undefined) flags |= at.FIRST_SENDER;
    const lasting = pageOf(vitals.lasting, seat.row);
    const from = startOf(vitals.lasting, seat.row);
    lasting[from + at.FIRST_SEEN] = launch.firstSeen;
    lasting[from + at.CLAIMED_START] = launch.claimedStart;
    lasting[from + at.FIRST_SEQUENCE] = launch.sequences[0]![0];
  }
  page[start + at.FLAGS] = flags;
}

/** Its next heartbeat changes nothing but the numbers of its row. */
const isSteady = ({ orders }: AgentRecord, launch: Launch): boolean =>
  launch.armed &&
  launch.watched &&
  !launch.silent &&
  launch.stop === undefined &&
  launch.hasBeaten &&
  launch.interval > 0 &&
  launch.beatId !== undefined &&
  launch.sequences.length > 0 &&
  launch.host === launch.beatHost &&
  orders.length === 0;

/** What it last sent itself is its last heartbeat, and the row says all of it. */
const isLastBeat = (launch: Launch, event: AgentEvent | undefined, sequence: number): boolean =>
  event !== undefined &&
  isPlainBeat(event) &&
  event.id === launch.beatId &&
  event.agent === launch.agent &&
  event.instance === launch.instance &&
  event.host === launch.host &&
  event.interval === launch.interval &&
  event.sequence === sequence &&
  event.observedTime === launch.lastBeat &&
  event.time >= launch.claimedStart;

/** Its first event is a heartbeat, and the rows say all of it. */
const isFirstBeat = (launch: Launch, event: AgentEvent): boolean =>
  isPlainBeat(event) &&
  event.agent === launch.agent &&
  event.instance === launch.instance &&
  event.host === launch.host &&
  event.interval === launch.interval &&
  event.sequence === launch.sequences[0]![0] &&
  event.observedTime === launch.firstSeen &&
  event.time === launch.claimedStart;

/** Nothing is known of it beyond its only launch and its links; of the launch, nothing beyond its heartbeats. */
const isAllSaid = (record: AgentRecord, launch: Launch): boolean =>
  record.launches.length === 1 &&
  record.launchCount === 1 &&
  launch.number === 0 &&
  record.firstSeen === launch.firstSeen &&
  record.step === launch.step &&
  record.grants.length === 0 &&
  record.launched.length === 0 &&
  record.standbyFor.length === 0 &&
  record.fingerprint === undefined &&
  record.seenFingerprint === undefined &&
  record.assessments.length === 0 &&
  record.bereavedBy.length === 0 &&
  record.compromisedBy === undefined &&
  record.quarantinedBy === undefined &&
  !record.startSeenByPlatform &&
  launch.starts.length === 0 &&
  launch.sequences.length === 1 &&
  launch.beliedStop === undefined &&
  launch.launcher === undefined &&
  launch.leave.length === 0 &&
  launch.gap === undefined &&
  launch.shown === undefined;
