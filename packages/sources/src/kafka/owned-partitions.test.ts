import { describe, expect, it } from 'vitest';
import { createBrokerClock } from './broker-clock.ts';
import { createOwned } from './owned-partitions.ts';

const NOW = 1_800_000_000_000;

function owning(given: { committed?: number; low?: number; high: number }) {
  const log = { low: '0', offset: '0', ...given };
  const owned = createOwned({
    admin: {
      fetchOffsets: async () => [
        {
          topic: 'logs',
          partitions: [{ partition: 0, offset: String(given.committed ?? -1), metadata: null }],
        },
      ],
      fetchTopicOffsets: async () => [
        { partition: 0, offset: String(log.high), low: String(log.low), high: String(log.high) },
      ],
    },
    groupId: 'detect',
    topics: ['logs'],
    clock: createBrokerClock(),
    now: () => NOW,
  });
  const logs = { topic: 'logs', partition: 0 };
  return { owned, log, logs, assign: () => owned.assign([logs]) };
}

describe('owned partitions', () => {
  it('start where the group has committed, else where the log begins', async () => {
    expect((await owning({ committed: 7, high: 9 }).assign()).starts()).toMatchObject([{ offset: 7 }]);
    const fresh = await owning({ low: 5, high: 9 }).assign();
    expect(fresh.starts()).toMatchObject([{ offset: 5 }]);
    expect(fresh.lost()).toEqual([]);
  });

  it('start where they are told, and say what is lost before', async () => {
    const { logs, assign } = owning({ committed: 7, low: 5, high: 9 });
    const assignment = await assign();
    assignment.startAt({ ...logs, offset: 2 });
    expect(assignment.lost()).toEqual([{ ...logs, from: 2, to: 5 }]);
    expect(assignment.starts()).toMatchObject([{ offset: 5 }]);
  });

  it('go on where this member stood when they are assigned to it again', async () => {
    const { owned, logs, assign } = owning({ committed: 7, high: 9 });
    (await assign()).starts();
    owned.dealtWith({ ...logs, offset: 9 }, NOW - 10);
    expect((await assign()).starts()).toMatchObject([{ offset: 9 }]);
  });

  it('have been read up to now at the end of the log, else up to the last message', async () => {
    const { owned, log, logs, assign } = owning({ committed: 7, high: 9 });
    (await assign()).starts();
    expect(await owned.progress()).toEqual([
      { ...logs, partitions: 1, next: 7, end: 9, readUpTo: undefined },
    ]);
    owned.dealtWith({ ...logs, offset: 8 }, NOW - 5_000);
    expect(await owned.progress()).toMatchObject([{ next: 8, readUpTo: NOW - 5_000 }]);
    owned.dealtWith({ ...logs, offset: 9 }, NOW - 4_000);
    expect(await owned.progress()).toMatchObject([{ next: 9, readUpTo: NOW - 1_000 }]);
    Object.assign(log, { high: 12 });
    expect(await owned.progress()).toMatchObject([{ next: 9, end: 12, readUpTo: NOW - 4_000 }]);
  });

  it('count what nobody was handed as read', async () => {
    const { owned, logs, assign } = owning({ committed: 8, high: 9 });
    (await assign()).starts();
    owned.dealtWith({ ...logs, offset: 9 });
    expect(await owned.progress()).toMatchObject([{ next: 9, readUpTo: NOW - 1_000 }]);
  });
});
