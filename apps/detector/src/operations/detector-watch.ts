import type { AgentEvent } from '@mortsafe/agent-events';
import type { Report } from '../take-report.ts';

/** How far something has been read: the next offset, and the one that the next message gets. */
export interface Stand {
  topic: string;
  partition: number;
  next: number;
  end: number;
  /** Whatever entered before this moment has been dealt with, epoch milliseconds; undefined while nobody knows. */
  readUpTo: number | undefined;
}

/** `soc` reads what detectors find. */
export type WatchedStep = 'route' | 'detect' | 'soc';

/** Told of what the detector does, embedded or on Kafka; everything is optional. */
export interface DetectorWatch {
  /** The step is a member of its group, and these are its share, which may be none. */
  joined?(step: WatchedStep, share: readonly { topic: string; partition: number }[]): void;
  /** The step is no member any more. */
  left?(step: WatchedStep): void;
  stands?(step: WatchedStep, stands: readonly Stand[]): void;
  routed?(events: number, door: string): void;
  /** Some of what entered by a door, as it came. Called once for many, before `routed`. */
  entered?(events: readonly AgentEvent[], door: string, partition?: number): void;
  rejected?(reason: string, door: string, partition?: number): void;
  /** @param time - Until when the partition's doors have been read, epoch milliseconds. */
  took?(taken: { partition: number; events: number; time: number | undefined }): void;
  reported?(report: Report): void;
  checkpointed?(taken: { partition: number; bytes: number; tookMs: number }): void;
}
