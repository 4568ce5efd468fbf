import { setTimeout as sleep } from 'node:timers/promises';
import type { Said } from './detector-process.ts';
import { type DetectorProcess, startDetector } from './start-process.ts';
import type { RunTopics } from './topics.ts';

export interface DetectRunOptions {
  brokers: string[];
  run: RunTopics;
  processes: number;
  partitions: number;
  /** Until when doors must have been read, epoch milliseconds. */
  until: number;
  /** Where it writes once all have joined; absent: it is there already. */
  write?(): Promise<void>;
}

export interface DetectRun {
  events: number;
  seconds: number;
  /** Of all processes together, from when they had their partitions. */
  cpuSeconds: number;
  /** Of each process. */
  shares: { partitions: number; events: number; cpuSeconds: number }[];
  checkpoints: number;
  checkpointMb: number;
  /** Resident memory of the largest process. */
  peakMb: number;
}

interface Member {
  partitions: number;
  events: number;
  joinedCpu: number | undefined;
  cpu: number;
  peakMb: number;
}

const LOOK_MS = 20;
const SETTLE_MS = 500;

/** Lets processes share the partitions, from their first event until all have come to the last. */
export async function runDetect(options: DetectRunOptions): Promise<DetectRun> {
  const { brokers, run, processes, partitions, until, write } = options;
  const times = new Map<number, number>();
  const clock = { began: 0, ended: 0 };
  const checkpoints = { count: 0, bytes: 0 };
  const members: Member[] = [];
  const children: DetectorProcess[] = [];

  const hear = (member: Member, said: Said): void => {
    if (said.kind === 'joined') member.partitions = said.partitions;
    else if (said.kind === 'checkpointed') {
      checkpoints.count++;
      checkpoints.bytes += said.bytes;
    } else if (said.kind === 'took') {
      clock.began ||= performance.now();
      clock.ended = performance.now();
      member.joinedCpu ??= said.cpuSeconds;
      member.events += said.events;
      member.cpu = said.cpuSeconds;
      member.peakMb = said.peakMb;
      times.set(said.partition, said.time ?? 0);
    }
  };
  const isDone = (): boolean => times.size === partitions && [...times.values()].every((at) => at >= until);

  try {
    for (let number = 0; number < processes; number++) {
      const member: Member = { partitions: 0, events: 0, joinedCpu: undefined, cpu: 0, peakMb: 0 };
      members.push(member);
      children.push(startDetector({ brokers, step: 'detect', run }, (said) => hear(member, said)));
    }
    if (write) {
      const shared = (): number => members.reduce((sum, member) => sum + member.partitions, 0);
      while (shared() !== partitions || members.some((member) => member.partitions === 0))
        await sleep(LOOK_MS);
      await sleep(SETTLE_MS);
      await write();
    }
    while (!isDone()) await sleep(LOOK_MS);
  } finally {
    await Promise.all(children.map((child) => child.stop()));
  }
  const shares = members.map(({ partitions: held, events, joinedCpu = 0, cpu }) => ({
    ...{ partitions: held, events },
    cpuSeconds: cpu - joinedCpu,
  }));
  return {
    events: shares.reduce((sum, { events }) => sum + events, 0),
    seconds: (clock.ended - clock.began) / 1_000,
    cpuSeconds: shares.reduce((sum, share) => sum + share.cpuSeconds, 0),
    shares,
    checkpoints: checkpoints.count,
    checkpointMb: Math.round(checkpoints.bytes / 1e6),
    peakMb: Math.max(...members.map(({ peakMb }) => peakMb)),
  };
}
