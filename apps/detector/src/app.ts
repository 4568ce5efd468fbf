import { join } from 'node:path';
import {
  type AgentEvent,
  serialiseAgentEvent,
  serialiseFinding,
  serialiseOrderState,
  serialiseShieldingAct,
} from '@mortsafe/agent-events';
import { type EventLog, openLog, sensorDecoder } from '@mortsafe/sources';
import { checkpointing } from './checkpointing.ts';
import { openCheckpoints } from './checkpoints.ts';
import { type Door, type DoorOptions, openDoors } from './doors.ts';
import { keepTime } from './keep-time.ts';
import type { KeptState } from './keep-timelines.ts';
import type { DetectorWatch } from './operations/detector-watch.ts';
import type { VitalSigns } from './operations/vital-signs.ts';
import { watchedDetector } from './operations/watched-detector.ts';
import { type Pipeline, runPipeline } from './pipeline.ts';
import { openRejectedLog } from './rejected-log.ts';
import { type RestoreOptions, restoreDetector } from './restore.ts';
import { type RollCall, rollCall } from './roll-call.ts';
import { openRouter } from './router.ts';
import { followSensorFiles, type SensorFile } from './sensor-files.ts';

export interface DetectorAppOptions extends RestoreOptions {
  /** Logs and checkpoints live here; no other process may use it. */
  directory: string;
  /** Epoch milliseconds. */
  now(): number;
  /** Default 10,000. */
  checkpointEveryMs?: number;
  /** How many events stay in the log at least. Default 20 million, some 6 GiB. */
  keepEvents?: number;
  /** Default 1,000. */
  progressEveryMs?: number;
  watch?: DetectorWatch;
  vitals?: VitalSigns;
}

/** The detector, from its doors to the `findings` log, which the SOC application reads. */
export interface DetectorApp {
  /**
   * Listens, and from then on time passes for the detector: silence before it means nothing.
   *
   * @param files - Followed beside them: what sensors append to.
   * @returns The ports, in the order of the doors.
   * @throws The system's error where a door cannot listen, such as `EADDRINUSE`; no door is open then.
   */
  openDoors(doors: readonly DoorOptions[], files?: readonly SensorFile[]): Promise<number[]>;
  /** Takes events that this process itself vouches for. Resolves once they are on disk. */
  accept(events: readonly AgentEvent[]): Promise<void>;
  /**
   * Every finding, shielding act and state of an order, in each of its revisions, and what happened to agents that
   * findings name; `parseReport` reads a line. After a crash a stretch may stand in it twice.
   */
  readonly findings: EventLog;
  health(): DetectorHealth;
  readonly rollCall: RollCall;
  /** Settles when the line ends; rejects when it cannot go on: a detector that does not detect must not look alive. */
  readonly ended: Promise<void>;
  /** Closes the doors, ends the line and leaves a checkpoint. */
  stop(): Promise<void>;
}

export interface DetectorHealth {
  eventsAccepted: number;
  /** What doors could not read, by reason. */
  rejected: Readonly<Record<string, number>>;
  unreadableLines: number;
  findings: number;
  /** Records that wait to be read. */
  lag: number;
  /** Epoch milliseconds. */
  lastObservedTime: number;
}

const CHECKPOINT_EVERY_MS = 10_000;
const KEEP_EVENTS = 20_000_000;
const PROGRESS_EVERY_MS = 1_000;

/** Opens the logs, restores the newest whole checkpoint and starts the line. */
export async function startDetectorApp(options: DetectorAppOptions): Promise<DetectorApp> {
  const { directory, now, watch = {}, vitals } = options;
  const log = await openLog(join(directory, 'agent-events'));
  const findings = await openLog(join(directory, 'findings'));
  const rejected = openRejectedLog(join(directory, 'rejected.ndjson'), now);
  const router = await openRouter(log, now);
  const checkpoints = await openCheckpoints<KeptState>(join(directory, 'checkpoints'));
  const { detector, from } = await restoreDetector(options, checkpoints, log);

  const seen = { offset: from, unreadableLines: 0, findings: 0 };
  const where = { topic: 'agent-events', partition: 0 };
  vitals?.restored(detector.snapshot());
  watch.joined?.('detect', [where]);
  const line: Pipeline<KeptState> = {
    log,
    from,
    detector: watchedDetector(detector, watch, vitals),
    async report(report) {
      const { findings: found, acts, orders, timeline = [] } = report;
      await findings.append([
        ...found.map(serialiseFinding),
        ...acts.map(serialiseShieldingAct),
        ...orders.map(serialiseOrderState),
        ...timeline.map(serialiseAgentEvent),
      ]);
      seen.findings += found.length;
      watch.reported?.(report);
    },
    setAside() {
      seen.unreadableLines += 1;
    },
    ...checkpointing(checkpoints, {
      log,
      policyHash: options.policy.hash,
      everyMs: options.checkpointEveryMs ?? CHECKPOINT_EVERY_MS,
      watch,
      keepEvents: options.keepEvents ?? KEEP_EVENTS,
    }),
    moved(offset) {
      seen.offset = offset;
      watch.stands?.('detect', [{ ...where, next: offset, end: log.end(), readUpTo: undefined }]);
    },
  };
  const stopping = new AbortController();
  const running = runPipeline(line, stopping.signal);
  const timekeeping = Promise.withResolvers<never>();
  const ended = Promise.race([running, timekeeping.promise]);
  ended.catch(() => {}); // Whoever asks for it hears of it.
  let doors: Pick<Door, 'close'>[] = [];
  let stopTime = async (): Promise<void> => {};

  return {
    async openDoors(wanted, files = []) {
      const { policy } = options.policy;
      const decode = sensorDecoder(policy);
      const behind = { router, rejected, watch };
      const open = await openDoors(wanted, { ...behind, policy, decodeSensors: decode });
      const positions = join(directory, 'sensor-files.json');
      const tails = await followSensorFiles(files, { ...behind, decode, positions, notice: options.notice });
      doors = [...open, tails];
      stopTime = keepTime(router, options.progressEveryMs ?? PROGRESS_EVERY_MS, timekeeping.reject);
      return open.map(({ port }) => port);
    },
    accept: router.accept,
    findings,
    rollCall: rollCall(detector.snapshot),
    ended,
    health: () => ({
      eventsAccepted: router.counts().events,
      rejected: rejected.counts(),
      unreadableLines: seen.unreadableLines,
      findings: seen.findings,
      lag: log.end() - seen.offset,
      lastObservedTime: router.counts().lastObservedTime,
    }),
    async stop() {
      await Promise.all(doors.map((door) => door.close()));
      await stopTime();
      stopping.abort();
      await running.catch(() => {}); // It has been heard of by `ended`.
      await Promise.all([log.close(), findings.close()]);
    },
  };
}
