import { join } from 'node:path';
import { type AgentEvent, type Finding, findingToJson, type Policy } from '@mortsafe/agent-events';
import { createDetector, type DetectorState, type Rule } from '@mortsafe/detection';
import { type EventLog, openLog } from '@mortsafe/sources';
import { openCheckpoints } from './checkpoints.ts';
import { runPipeline } from './pipeline.ts';
import { openRejectedLog, type RejectedLog } from './rejected-log.ts';
import { openRouter, type Router } from './router.ts';

export interface DetectorAppOptions {
  /** Logs and checkpoints live here; no other process may use it. */
  directory: string;
  rules: readonly Rule[];
  policy: { policy: Policy; hash: string };
  /** Epoch milliseconds. */
  now(): number;
  /** One sentence for the operator. */
  notice(text: string): void;
  /** Default 10,000. */
  checkpointEveryMs?: number;
  /** Default 1,000. */
  progressEveryMs?: number;
}

/** The detector with its logs, from `accept` to the `findings` log. Doors stand before it, the SOC app behind it. */
export interface DetectorApp {
  /** Resolves once the events are on disk. */
  accept(events: readonly AgentEvent[]): Promise<void>;
  readonly rejected: RejectedLog;
  /** The door's clock. */
  now(): number;
  /** Every finding and revision, one JSON object a record. After a crash a stretch may stand in it twice. */
  readonly findings: EventLog;
  health(): DetectorHealth;
  /** Settles when the line ends; rejects when it cannot go on, for a detector that does not detect must not look alive. */
  readonly ended: Promise<void>;
  /** Ends the line and leaves a checkpoint. */
  stop(): Promise<void>;
}

export interface DetectorHealth {
  eventsAccepted: number;
  rejected: Readonly<Record<string, number>>;
  unreadableLines: number;
  findings: number;
  /** Records that wait to be read. */
  lag: number;
  lastObservedTime: number;
}

const CHECKPOINT_EVERY_MS = 10_000;
const PROGRESS_EVERY_MS = 1_000;

/** Opens the logs, restores the newest whole checkpoint and starts the line. */
export async function startDetectorApp(options: DetectorAppOptions): Promise<DetectorApp> {
  const { directory, now, notice } = options;
  const log = await openLog(join(directory, 'agent-events'));
  const findings = await openLog(join(directory, 'findings'));
  const rejected = openRejectedLog(join(directory, 'rejected.ndjson'), now);
  const router = await openRouter(log, now);
  const checkpoints = await openCheckpoints<DetectorState>(join(directory, 'checkpoints'));

  const { checkpoint, passedOver } = await checkpoints.load();
  for (const reason of passedOver) notice(`passed over a checkpoint: ${reason}`);
  const restored = checkpoint && checkpoint.offset <= log.end() ? checkpoint : undefined;
  if (checkpoint && !restored) notice('the checkpoint is of another log; reading from the start');
  if (restored && restored.policyHash !== options.policy.hash) {
    notice('the policy has changed; it holds from here on, and what was found before stands');
  }

  const stopping = new AbortController();
  const detector = createDetector({ rules: options.rules, policy: options.policy.policy }, restored?.state);
  const health = { unreadableLines: 0, findings: 0, offset: restored?.offset ?? log.start() };
  let checkpointedAt = performance.now();

  const line = runPipeline<DetectorState>(
    {
      log,
      from: health.offset,
      detector,
      async report(found) {
        if (found.length === 0) return;
        await findings.append(found.map(findingLine));
        health.findings += found.length;
      },
      setAside() {
        health.unreadableLines += 1;
      },
      async checkpoint(taken) {
        await checkpoints.save({ ...taken, policyHash: options.policy.hash });
        checkpointedAt = performance.now();
      },
      checkpointDue: () =>
        performance.now() - checkpointedAt >= (options.checkpointEveryMs ?? CHECKPOINT_EVERY_MS),
      moved(offset) {
        health.offset = offset;
      },
    },
    stopping.signal,
  );
  const clock = keepTime(router, options.progressEveryMs ?? PROGRESS_EVERY_MS);
  const ended = Promise.race([line, clock.failed]);
  ended.catch(() => {});

  return {
    accept: (events) => router.accept(events),
    rejected,
    now: router.now,
    findings,
    ended,
    health: () => ({
      eventsAccepted: router.counts().events,
      rejected: rejected.counts(),
      unreadableLines: health.unreadableLines,
      findings: health.findings,
      lag: log.end() - health.offset,
      lastObservedTime: router.counts().lastObservedTime,
    }),
    async stop() {
      await clock.stop();
      stopping.abort();
      await line.catch(() => {});
      await Promise.all([log.close(), findings.close()]);
    },
  };
}

const findingLine = (finding: Finding): string => JSON.stringify(findingToJson(finding));

/** Writes progress at a steady pace, one at a time: a slow disk makes it rarer, not a queue. */
function keepTime(router: Router, everyMs: number): { stop(): Promise<void>; failed: Promise<never> } {
  const failure = Promise.withResolvers<never>();
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= router
      .progress()
      .catch(failure.reject)
      .finally(() => {
        running = undefined;
      });
  }, everyMs);
  failure.promise.catch(() => {});
  return {
    failed: failure.promise,
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
