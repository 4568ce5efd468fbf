import type { Finding } from '@mortsafe/agent-events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel, Notification, Outcome } from '../channels/channel.ts';
import { takeFindings } from '../incidents/take-findings.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { finding } from '../testing/samples.ts';
import { defaultBackoff } from './backoff.ts';
import { createDispatcher } from './dispatcher.ts';
import { compileRouting } from './routing.ts';
import { runStages } from './stages.ts';
import { tend } from './tend.ts';

const MINUTE_MS = 60_000;

/** The same numbers for the same seed, 0 (inclusive) to 1 (exclusive). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Findings of eight orders by three rules, some of them in several revisions, in no order and some twice. */
function shuffled(random: () => number): Finding[] {
  const rules = ['unauthorised-relaunch', 'masked-failure', 'kill-switch-tampering'];
  const all = Array.from({ length: 8 }, (_, order) =>
    rules.flatMap((rule) =>
      [1, 2].map((revision) =>
        finding({ id: `f-${order}-${rule}`, order: `order-${order}`, rule, revision, severity: 'critical' }),
      ),
    ),
  ).flat();
  const twice = [...all, ...all.filter(() => random() < 0.4)];
  return twice
    .map((one) => ({ one, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);
}

describe.each(testedDatabases())('a channel that is down for an hour, out of $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  afterAll(() => database.close());

  it('is told everything that was due in the end, by whichever process, and in order', async () => {
    const clock = manualClock();
    const random = seeded(7);
    const startedAt = clock.now();
    const settings = { routing: compileRouting({}, ['up', 'down']), pageUrl: () => null, now: clock.now };
    const arrived: { channel: string; message: Notification }[] = [];
    /** Some deliveries get there, and nobody ever learns of it: the process died. */
    const deliver =
      (channel: string) =>
      async (message: Notification): Promise<Outcome> => {
        if (channel === 'down' && clock.now() - startedAt < 60 * MINUTE_MS) {
          return { status: 'retry', reason: 'HTTP 503' };
        }
        arrived.push({ channel, message });
        return random() < 0.1 ? new Promise(() => {}) : { status: 'delivered' };
      };
    const channels: Channel[] = ['up', 'down'].map((name) => ({ name, deliver: deliver(name) }));
    const work = async (): Promise<void> => {
      const parts = {
        database,
        channels,
        stages: settings,
        clock,
        random,
        backoff: defaultBackoff,
        log: () => {},
      };
      const dispatcher = createDispatcher(parts);
      // Whoever hangs is gone: a new process takes over with the next minute.
      const died = new Promise<number>((resolve) => setTimeout(() => resolve(0), 500));
      while ((await Promise.race([dispatcher.deliverDue(new AbortController().signal), died])) > 0);
    };

    let position = 0;
    const findings = shuffled(random);
    for (let minute = 0; minute < 99; minute += 3) {
      clock.advance(3 * MINUTE_MS);
      const batch = { findings: findings.splice(0, 2 + Math.floor(random() * 3)), next: position + 1 };
      await takeFindings(database, 'findings', position, batch, (news, queries) =>
        runStages(news, queries, settings),
      );
      position = batch.next;
      await tend(database, settings);
      await work();
    }
    for (let more = 0; more < 20; more++) {
      clock.advance(MINUTE_MS);
      await work();
    }

    const left = await database.query(`select id from notifications where state <> 'delivered'`);
    expect(left).toEqual([]);
    const due = await database.query<{ incident: string; change: string }>(
      'select incident, change from told_changes',
    );
    expect(due.filter(({ change }) => change === 'opened')).toHaveLength(8);
    for (const { name } of channels) {
      const mine = arrived.filter(({ channel }) => channel === name).map(({ message }) => message);
      const told = new Set(
        mine.flatMap(({ story, changes }) => changes.map((change) => `${story.incident} ${change}`)),
      );
      expect([...told].sort()).toEqual(due.map(({ incident, change }) => `${incident} ${change}`).sort());
      for (const { id, story } of mine) {
        expect(mine.filter((other) => other.id === id).map((other) => other.story)).toEqual(
          mine.filter((other) => other.id === id).map(() => story),
        );
      }
      // Of each incident the revisions only grow: nothing overtook anything.
      for (const incident of new Set(mine.map(({ story }) => story.incident))) {
        const revisions = mine
          .filter(({ story }) => story.incident === incident)
          .map(({ story }) => story.revision);
        expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
      }
    }
  }, 90_000);
});
