import { beforeEach, describe, expect, it } from 'vitest';
import { createProgress, type Progress } from './progress.ts';

const place = { topic: 'mortsafe.agent-events', partition: 3 };

describe('whether a detector is ready', () => {
  let now: number;
  let progress: Progress;
  const door = (readUpTo: number | undefined) =>
    progress.watch.stands?.('route', [{ topic: 'otlp_logs', partition: 0, next: 5, end: 9, readUpTo }]);

  beforeEach(() => {
    now = 1_000_000;
    progress = createProgress({
      steps: ['route', 'detect'],
      ...{ lagMaxMs: 60_000, checkpointEveryMs: 10_000, now: () => now },
    });
    progress.watch.joined?.('route', [{ topic: 'otlp_logs', partition: 0 }]);
    progress.watch.joined?.('detect', [place]);
  });
  const goOn = (ms: number, time = now + ms) => {
    now += ms;
    progress.watch.took?.({ partition: 3, events: 1, time });
  };

  it('it is as a member that is not behind', () => {
    door(now);
    goOn(60_000);
    progress.watch.checkpointed?.({ partition: 3, bytes: 10, tookMs: 1 });
    expect(progress.troubles()).toEqual([]);
  });

  it('it is not before it is in its groups, nor after it left', () => {
    progress.watch.left?.('route');
    expect(progress.troubles()).toEqual(['the route step is in no group']);
  });

  it('it is as a member that has no share', () => {
    progress.watch.joined?.('detect', []);
    now += 600_000;
    expect(progress.troubles()).toEqual([]);
  });

  it('it is not once a door or a partition is further behind than it may be', () => {
    door(now);
    now += 60_001;
    expect(progress.troubles()).toEqual([
      'otlp_logs/0 is read only up to 60 s ago',
      'partition 3 is 60 s behind',
    ]);
  });

  it('it is not without a checkpoint, however fast it reads', () => {
    for (let second = 0; second < 180; second++) goOn(1_000);
    expect(progress.troubles()).toEqual([]);
    goOn(1_000);
    expect(progress.troubles()).toEqual(['partition 3 has no checkpoint since 181 s']);
  });

  it('nobody asks about what another has by now', () => {
    door(now);
    progress.watch.joined?.('route', []);
    progress.watch.joined?.('detect', []);
    now += 600_000;
    expect(progress.troubles()).toEqual([]);
    expect(progress.stands()).toEqual([]);
  });
});
