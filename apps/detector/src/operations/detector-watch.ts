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

/** Some of what came by a door. */
export interface Entered {
  /** As they came, once they are on disk. */
  events?: readonly AgentEvent[];
  /** What could not be read. */
  rejections?: readonly { reason: string }[];
  /** Why something was understood and left out. */
  drops?: readonly string[];
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
  /** Called once for many, and once for each of them. */
  entered?(entered: Entered, door: string, partition?: number): void;
  /** @param time - Until when the partition's doors have been read, epoch milliseconds. */
  took?(taken: { partition: number; events: number; time: number | undefined }): void;
  reported?(report: Report): void;
  checkpointed?(taken: { partition: number; bytes: number; tookMs: number }): void;
}
