import type { AgentEvent } from '@mortsafe/agent-events';
import type { EventLog } from '@mortsafe/sources';
import type { Checkpoint } from './checkpoints.ts';
import { readLogLine } from './log-line.ts';
import { type Report, type Telling, takeReport } from './take-report.ts';

/** As much of a detector as the line needs. */
export interface PipelineDetector<State> extends Telling {
  take(event: AgentEvent): void;
  tick(timeMs: number): void;
  reopen(timeMs: number): void;
  snapshot(): State;
}

export interface Pipeline<State> {
  log: Pick<EventLog, 'read' | 'waitFor' | 'end'>;
  /** Offset of the first record to read: the checkpoint's, else the log's start. */
  from: number;
  detector: PipelineDetector<State>;
  /** Resolves once it is on disk. Never called with nothing. */
  report(report: Report): Promise<void>;
  /** Called for a line that cannot be read. */
  setAside(offset: number, reason: string): void;
  checkpoint(checkpoint: Omit<Checkpoint<State>, 'policyHash'>): Promise<void>;
  checkpointDue(): boolean;
  /** Called after each batch with the offset of the next record. */
  moved(offset: number): void;
}

const BATCH_MAX = 1_000;

/**
 * Read, decode, detect, report; a checkpoint holds only what has been reported.
 *
 * What lies between the last checkpoint and a crash is read again and makes the same findings with the same
 * ids. Runs until the signal aborts, then leaves a checkpoint.
 */
export async function runPipeline<State>(pipeline: Pipeline<State>, signal: AbortSignal): Promise<void> {
  const { log, detector } = pipeline;
  let offset = pipeline.from;
  let saved = offset;

  while (!signal.aborted) {
    const batch = await log.read(offset, BATCH_MAX);
    for (const { offset: at, body } of batch.records) {
      const line = readLogLine(body);
      if (line.kind === 'event') detector.take(line.event);
      if (line.kind === 'progress') detector.tick(line.timeMs);
      if (line.kind === 'reopened') detector.reopen(line.timeMs);
      if (line.kind === 'reject') pipeline.setAside(at, line.reason);
    }
    for (let report = takeReport(detector); report; report = takeReport(detector))
      await pipeline.report(report);
    offset = batch.next;
    pipeline.moved(offset);

    if (offset > saved && pipeline.checkpointDue()) {
      await pipeline.checkpoint({ offset, state: detector.snapshot() });
      saved = offset;
    }
    if (batch.records.length === 0) await log.waitFor(offset, signal);
  }
  if (offset > saved) await pipeline.checkpoint({ offset, state: detector.snapshot() });
}
