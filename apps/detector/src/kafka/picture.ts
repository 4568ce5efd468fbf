import { type AgentEvent, CANARY_FLEET } from '@mortsafe/agent-events';
import { type DoorProgress, EventBatch, readMessage } from '@mortsafe/agent-events/codec';
import { createDetector, type DetectorState, type Rule } from '@mortsafe/detection';
import type { VitalSigns } from '../operations/vital-signs.ts';
import type { RestoreOptions } from '../restore.ts';
import { secretHashKey } from '../secret-hash-key.ts';
import { createSeenAgents } from '../seen-agents.ts';
import { type Report, takeReport } from '../take-report.ts';
import { createTimelines, type SavedTimelines } from '../timelines.ts';
import { createClosedDoors, type SavedClosedDoors } from './closed-doors.ts';
import { createDoorMerge } from './door-merge.ts';
import { createPartitionTime } from './partition-time.ts';

/** The picture of the fleets of one partition of `mortsafe.agent-events`, and all that its content decides. */
export interface Picture {
  /** Takes a message, and says why it could not be read, if so. */
  take(message: Uint8Array): string | undefined;
  /** Takes events as if they had come in a message. */
  add(events: readonly AgentEvent[]): void;
  /** What there is to tell; undefined once nothing is left. */
  report(): Report | undefined;
  counts(): PictureCounts;
  /** What is remembered of a fleet, live. */
  fleet(name: string): DetectorState['fleets'][number] | undefined;
  /** Live: store or clone it before anything else happens. */
  state(): PictureState;
}

export interface PictureCounts {
  events: number;
  messagesRefused: number;
  /** Went on before their time, because too many waited for a door that lags. */
  hurried: number;
  /** Until when all doors have been read, epoch milliseconds. */
  time: number | undefined;
}

export interface PictureState {
  /** Of this shape. A version reads itself and the one before. */
  version: 2;
  detector: DetectorState;
  doors: DoorProgress[];
  /** Read, and waiting for a door that lags. */
  held: AgentEvent[][];
  closed: SavedClosedDoors;
  /** Absent where none was kept yet. */
  timelines?: SavedTimelines;
}

/** Before it was known when doors were closed. */
export interface PictureStateV1 extends Omit<PictureState, 'version' | 'closed'> {
  version: 1;
}

export interface PictureOptions extends Pick<RestoreOptions, 'policy' | 'ruleFailed'> {
  rules: readonly Rule[];
  /** Topics; time passes once all have been read so far. */
  doors: readonly string[];
  /** How many events may wait for a door that lags. Default 500,000. */
  heldMax?: number;
  vitals?: Pick<VitalSigns, 'saw' | 'heard' | 'restored'>;
}

/**
 * Makes a picture, anew or as it was.
 *
 * @throws {RangeError} The state is of a version that this one cannot read.
 */
export function createPicture(options: PictureOptions, from?: PictureState | PictureStateV1): Picture {
  const { rules, policy, ruleFailed, doors, vitals } = options;
  if (from && from.version !== 1 && from.version !== 2) {
    throw new RangeError(`picture of version ${(from as PictureState).version}: expected 1 or 2`);
  }
  const detector = createDetector(
    { rules, policy: policy.policy, hashKey: secretHashKey(), ...(ruleFailed && { ruleFailed }) },
    from?.detector,
  );
  // Not as it was stored, which may be of a version before.
  if (from) vitals?.restored(detector.snapshot());
  const time = createPartitionTime(doors, from?.doors);
  const closed = createClosedDoors(from?.version === 2 ? from.closed : undefined);
  const timelines = createTimelines(from?.version === 2 ? from.timelines : undefined);
  const seen = createSeenAgents(detector.snapshot);
  const counts = { events: 0, messagesRefused: 0, hurried: 0 };

  /** Heartbeats of agents' own need not become objects: they are on no timeline, and it is enough that they were heard. */
  const pass = (batch: EventBatch, from: number, end: number): void => {
    // What shows that the doors are open is for the vital signs alone.
    const isCanary = batch.fleet === CANARY_FLEET;
    for (let at = from; at < end; at++) {
      const event = isCanary ? batch.eventAt(at) : batch.objectAt(at);
      if (!event) vitals?.heard(batch.fleet, batch.times[at] as number);
      else if (!vitals?.saw(event)) {
        timelines.saw(event);
        if (isCanary) detector.take(event);
      }
    }
    if (!isCanary) detector.takeFrom(batch, from, end);
  };
  const merge = createDoorMerge(pass, from?.held, options.heldMax);
  const add = (batch: EventBatch): void => {
    merge.add(batch);
    counts.events += batch.length;
    counts.hurried += merge.passExcess();
  };

  const reach = (reached: number): void => {
    const { stops, end } = closed.advance(reached);
    for (const { at, afresh } of stops) {
      merge.passBefore(at);
      if (afresh) detector.reopen(at);
      else detector.tick(at);
    }
    merge.passBefore(end);
    detector.tick(end);
  };

  return {
    add: (events) => add(EventBatch.of(events)),
    take(message) {
      const read = readMessage(message);
      if (read.kind === 'events') add(read.batch);
      else if (read.kind === 'closed') closed.hear(read.closed);
      else if (read.kind === 'progress') {
        time.hear(read.doors);
        const reached = time.time();
        if (reached !== undefined) reach(reached);
      } else {
        counts.messagesRefused++;
        return read.reason;
      }
      return undefined;
    },
    report() {
      const report = takeReport(detector);
      if (report) timelines.found(report.findings);
      const [agents, timeline] = [seen.changed(performance.now()), timelines.take()];
      if (!report && agents.length + timeline.length === 0) return undefined;
      return { ...(report ?? { findings: [], acts: [], orders: [] }), agents, timeline };
    },
    counts: () => ({ ...counts, time: time.time() }),
    fleet: detector.fleet,
    state: () => ({
      version: 2,
      detector: detector.snapshot(),
      doors: time.heard(),
      held: merge.held(),
      closed: closed.saved(),
      timelines: timelines.saved(),
    }),
  };
}
