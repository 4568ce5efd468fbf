import type { DetectorWatch, Stand, WatchedStep } from './detector-watch.ts';

export interface ProgressOptions {
  /** The steps that this process runs. */
  steps: readonly WatchedStep[];
  /** Not ready once it is behind by more. */
  lagMaxMs: number;
  checkpointEveryMs: number;
  /** Epoch milliseconds. */
  now(): number;
}

/** How far the detector has come, and whether that is well. */
export interface Progress {
  watch: DetectorWatch;
  stands(): (readonly [WatchedStep, Stand])[];
  /** How long ago it was up to which all has been detected, by partition. */
  delays(): { partition: number; delayMs: number }[];
  /** Since the partition became ours, where none has been taken yet. */
  checkpoints(): { partition: number; ageMs: number; bytes: number | undefined }[];
  /** Why it is not ready, a sentence each; empty when it is. */
  troubles(): string[];
}

/** A checkpoint that fails is tried again; three in a row are no accident. */
const CHECKPOINTS_MISSED_MAX = 3;
/** Those of large pictures are a minute apart. */
const CHECKPOINT_AGE_MS_MIN = 180_000;

interface Held {
  since: number;
  time: number | undefined;
  checkpoint: { at: number; bytes: number } | undefined;
}

/** Remembers what a detector says it does. */
export function createProgress({ steps, lagMaxMs, checkpointEveryMs, now }: ProgressOptions): Progress {
  const shares = new Map<WatchedStep, ReadonlySet<string>>();
  const stood = new Map<WatchedStep, readonly Stand[]>();
  let held = new Map<number, Held>();
  const checkpointAgeMsMax = Math.max(CHECKPOINTS_MISSED_MAX * checkpointEveryMs, CHECKPOINT_AGE_MS_MIN);

  // What was given up since is another's to tell of.
  const stands = () =>
    [...stood].flatMap(([step, list]) =>
      list.filter((stand) => shares.get(step)?.has(keyOf(stand))).map((stand) => [step, stand] as const),
    );
  const delays = () =>
    [...held].map(([partition, { time, since }]) => ({
      partition,
      delayMs: Math.max(0, now() - (time ?? since)),
    }));
  const checkpoints = () =>
    [...held].map(([partition, { checkpoint, since }]) => ({
      partition,
      ageMs: Math.max(0, now() - (checkpoint?.at ?? since)),
      bytes: checkpoint?.bytes,
    }));
  const behind = (): string[] => {
    const doors = stands().flatMap(([step, { topic, partition, readUpTo }]) =>
      step !== 'detect' && readUpTo !== undefined && now() - readUpTo > lagMaxMs
        ? [`${topic}/${partition} is read only up to ${secondsOf(now() - readUpTo)} ago`]
        : [],
    );
    const pictures = delays().flatMap(({ partition, delayMs }) =>
      delayMs > lagMaxMs ? [`partition ${partition} is ${secondsOf(delayMs)} behind`] : [],
    );
    return [...doors, ...pictures];
  };

  return {
    watch: {
      joined(step, share) {
        shares.set(step, new Set(share.map(keyOf)));
        if (step === 'detect') {
          const fresh = (): Held => ({ since: now(), time: undefined, checkpoint: undefined });
          held = new Map(share.map(({ partition }) => [partition, held.get(partition) ?? fresh()]));
        }
      },
      stands: (step, stands) => void stood.set(step, stands),
      left(step) {
        shares.delete(step);
        stood.delete(step);
        if (step === 'detect') held = new Map();
      },
      took({ partition, time }) {
        const one = held.get(partition);
        if (one) one.time = time ?? one.time;
      },
      checkpointed({ partition, bytes }) {
        const one = held.get(partition);
        if (one) one.checkpoint = { at: now(), bytes };
      },
    },
    stands,
    delays,
    checkpoints,
    troubles: () => [
      ...steps.flatMap((step) => (shares.has(step) ? [] : [`the ${step} step is in no group`])),
      ...behind(),
      ...checkpoints().flatMap(({ partition, ageMs }) =>
        ageMs > checkpointAgeMsMax
          ? [`partition ${partition} has no checkpoint since ${secondsOf(ageMs)}`]
          : [],
      ),
    ],
  };
}

const keyOf = ({ topic, partition }: { topic: string; partition: number }): string => `${topic}/${partition}`;

const secondsOf = (ms: number): string => `${Math.round(ms / 1_000)} s`;
