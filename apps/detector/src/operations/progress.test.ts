import { beforeEach, describe, expect, it } from 'vitest';
import { boundedWords } from './bounded-words.ts';
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
      'partition 3 has no checkpoint since 60 s',
    ]);
  });

  it('it is not without a checkpoint, however fast it reads', () => {
    for (let second = 0; second < 61; second++) goOn(1_000);
    expect(progress.troubles()).toEqual(['partition 3 has no checkpoint since 61 s']);
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

describe('words for labels', () => {
  it('hold nothing that a sender can make up', () => {
    const word = boundedWords(10);
    expect(word('reason: must be one of a, b, got "evil"')).toBe('reason: must be one of a, b');
    expect(word('agents[12]: must be a text')).toBe('agents[n]: must be a text');
    expect(word(`unknown type "evil`)).toBe('unknown type');
  });

  it('are few, whatever comes', () => {
    const word = boundedWords(3);
    const words = new Set(
      Array.from({ length: 100 }, (_, at) => word(String.fromCharCode(97 + (at % 26)).repeat(at + 1))),
    );
    expect(words.size).toBe(4);
    expect(words).toContain('other');
  });
});
