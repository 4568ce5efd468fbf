import type { AgentEvent } from '@mortsafe/agent-events';
import { beatIdOf } from './beat-ids.ts';
import { createRecord } from './create-record.ts';
import { plainBeat } from './plain-beat.ts';
import type { AgentRecord, Launch } from './records.ts';
import { pageOf, startOf } from './rows.ts';
import type { Seat, Vitals } from './seat.ts';
import * as at from './seat.ts';

/** The record of a steady agent as it stands, made again where it has none. `settle` is its inverse. */
export function wake(seat: Seat, vitals: Vitals, fleet: string): AgentRecord {
  const page = pageOf(vitals.changing, seat.row);
  const start = startOf(vitals.changing, seat.row);
  const flags = page[start + at.FLAGS]!;
  const record = seat.record ?? recordOf(seat, vitals, fleet, flags);
  const launch = record.launches[record.launches.length - 1]!;
  launch.lastSign = page[start + at.LAST_SIGN]!;
  launch.lastOwn = page[start + at.LAST_OWN]!;
  launch.lastBeat = page[start + at.LAST_BEAT]!;
  launch.interval = page[start + at.INTERVAL]!;
  launch.beatId = beatIdOf(vitals.beatIds, seat.row);
  launch.sequences[launch.sequences.length - 1]![1] = page[start + at.SEQUENCE]!;
  launch.lastOwnEvent =
    flags & at.OTHER_LAST
      ? seat.aside?.lastEvent
      : beatOf(seat, fleet, {
          id: launch.beatId,
          hasSender: (flags & at.SENDER) !== 0,
          time: page[start + at.CLAIMED]!,
          observedTime: launch.lastBeat,
          sequence: page[start + at.SEQUENCE]!,
          interval: launch.interval,
        });
  seat.record = record;
  seat.aside = undefined;
  page[start + at.FLAGS] = 0;
  return record;
}

/** A copy of the record as it stands: reading it disturbs nothing. */
export function peek(seat: Seat, vitals: Vitals, fleet: string): AgentRecord | undefined {
  const { record } = seat;
  const copy = record && { ...record, launches: record.launches.map((launch) => ({ ...launch })) };
  const page = pageOf(vitals.changing, seat.row);
  const flagsAt = startOf(vitals.changing, seat.row) + at.FLAGS;
  const flags = page[flagsAt]!;
  if (!(flags & at.STEADY)) return copy;
  const woken = wake({ ...seat, record: copy }, vitals, fleet);
  page[flagsAt] = flags;
  return woken;
}

type Beat = Pick<
  Parameters<typeof plainBeat>[0],
  'id' | 'hasSender' | 'time' | 'observedTime' | 'sequence' | 'interval'
>;

const beatOf = ({ id: agent, instance, host }: Seat, fleet: string, beat: Beat): AgentEvent =>
  plainBeat({ ...beat, fleet, agent, instance, host });

function recordOf(seat: Seat, { changing, lasting }: Vitals, fleet: string, flags: number): AgentRecord {
  const page = pageOf(changing, seat.row);
  const start = startOf(changing, seat.row);
  const first = pageOf(lasting, seat.row);
  const from = startOf(lasting, seat.row);
  const record = createRecord(seat.id);
  record.firstSeen = first[from + at.FIRST_SEEN]!;
  record.step = page[start + at.STEP]!;
  record.launchCount = 1;
  record.links = seat.aside?.links;
  const sequence = first[from + at.FIRST_SEQUENCE]!;
  const claimedStart = first[from + at.CLAIMED_START]!;
  const launch: Launch = {
    agent: seat.id,
    instance: seat.instance,
    number: 0,
    step: record.step,
    firstSeen: record.firstSeen,
    claimedStart,
    starts: [],
    firstEvent: beatOf(seat, fleet, {
      id: seat.firstId,
      hasSender: (flags & at.FIRST_SENDER) !== 0,
      time: claimedStart,
      observedTime: record.firstSeen,
      sequence,
      interval: page[start + at.INTERVAL]!,
    }),
    host: seat.host,
    lastSign: record.firstSeen,
    lastOwn: record.firstSeen,
    lastOwnEvent: undefined,
    lastBeat: record.firstSeen,
    interval: 0,
    hasBeaten: true,
    stop: undefined,
    beliedStop: undefined,
    sequences: [[sequence, sequence]],
    beatHost: seat.host,
    beatId: undefined,
    launcher: undefined,
    leave: [],
    watched: true,
    armed: true,
    silent: false,
    gap: undefined,
    shown: undefined,
  };
  record.launches = [launch];
  return record;
}
