import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Notification, Outcome } from '../channels/channel.ts';
import { takeFindings } from '../incidents/take-findings.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { type ManualClock, manualClock } from '../testing/manual-clock.ts';
import { finding } from '../testing/samples.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { flushNext } from './flush.ts';
import { deadLetters, notificationsOf, takeDue } from './outbox.ts';
import { compileRouting } from './routing.ts';
import { runStages } from './stages.ts';

describe.each(testedDatabases())('telling people, out of $name', ({ open }) => {
  let database: Database;
  let clock: ManualClock;
  let position: number;
  let sent: Notification[];
  let answer: (notification: Notification) => Outcome;

  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.query(
      'truncate incidents, findings, timeline, read_positions, told_changes, notifications, notification_groups cascade',
    );
    clock = manualClock();
    position = 0;
    sent = [];
    answer = () => ({ status: 'delivered' });
  });

  const never = new AbortController().signal;
  const settingsFor = (channel: string) => ({
    routing: compileRouting({}, [channel]),
    pageUrl: () => null,
    now: clock.now,
  });
  const dispatcher = (attemptsMax = 3, on = database): Dispatcher =>
    createDispatcher({
      database: on,
      channels: [
        {
          name: 'webhook',
          async deliver(notification) {
            sent.push(notification);
            return answer(notification);
          },
        },
      ],
      stages: settingsFor('webhook'),
      clock,
      random: () => 0,
      backoff: { firstMs: 1_000, longestMs: 60_000, attemptsMax },
      log: () => {},
    });
  const find = (about: Parameters<typeof finding>[0] = {}, channel = 'webhook') => {
    const from = position++;
    const batch = { findings: [finding(about)], next: position };
    return takeFindings(database, 'findings', from, batch, (news, queries) =>
      runStages(news, queries, settingsFor(channel)),
    );
  };
  const idOf = async () => (await database.query<{ id: string }>('select id from incidents'))[0]?.id ?? '';
  const states = async () => (await notificationsOf(database, await idOf())).map(({ state }) => state);

  it('gathers what is found at the same time into one message', async () => {
    await find();
    clock.advance(1_000);
    await find({ id: 'another', rule: 'masked-failure' });
    expect(await dispatcher().deliverDue(never)).toBe(0);

    clock.advance(1_000);
    await dispatcher().deliverDue(never);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.changes).toEqual(['opened', 'rule:masked-failure']);
    expect(sent[0]?.story.findingCount).toBe(2);
    expect(await states()).toEqual(['delivered']);
  });

  it('sends at once what a process that is gone had under way, under the same id', async () => {
    await find();
    clock.advance(2_000);
    await flushNext(database, settingsFor('webhook'));
    const [underWay] = await takeDue(database, { now: clock.now(), leaseMs: 60_000, limit: 1 });
    expect(await dispatcher().deliverDue(never)).toBe(0);
    const stopping = new AbortController();
    const running = dispatcher(3, { ...database, exclusive: true }).run(stopping.signal);
    await expect.poll(states, { timeout: 10_000 }).toEqual(['delivered']);
    stopping.abort();
    await running;
    expect(sent.map(({ id }) => id)).toEqual([underWay?.id]);
  });

  it('sends what comes later as a message of its own', async () => {
    await find();
    clock.advance(2_000);
    await dispatcher().deliverDue(never);
    await find({ id: 'another', rule: 'masked-failure' });
    clock.advance(2_000);
    await dispatcher().deliverDue(never);
    expect(sent.map(({ changes }) => changes)).toEqual([['opened'], ['rule:masked-failure']]);
    expect(sent[0]?.id).not.toBe(sent[1]?.id);
  });

  it('tries again, later and later, under the same id and with the same words', async () => {
    answer = () => ({ status: 'retry', reason: 'HTTP 503' });
    await find();
    clock.advance(2_000);
    await dispatcher().deliverDue(never);
    // What is found while a message is on its way does not change it.
    await find({ id: 'another', rule: 'masked-failure' });
    expect(await dispatcher().deliverDue(never)).toBe(0);

    clock.advance(500);
    await dispatcher().deliverDue(never);
    clock.advance(999);
    expect(await dispatcher().deliverDue(never)).toBe(0);
    clock.advance(1);
    await dispatcher(9).deliverDue(never);
    expect(sent.map(({ id }) => id)).toEqual(Array(3).fill(sent[0]?.id));
    expect(sent.map(({ story }) => story.findingCount)).toEqual([1, 1, 1]);
  });

  it('waits as long as a receiver asks', async () => {
    answer = () => ({ status: 'retry', reason: 'HTTP 429', afterMs: 40_000 });
    await find();
    clock.advance(2_000);
    await dispatcher().deliverDue(never);
    clock.advance(39_999);
    expect(await dispatcher().deliverDue(never)).toBe(0);
    clock.advance(1);
    expect(await dispatcher().deliverDue(never)).toBe(1);
  });

  it('never lets a later message overtake an earlier one of the same incident', async () => {
    answer = () => ({ status: 'retry', reason: 'no answer' });
    await find();
    clock.advance(2_000);
    await dispatcher().deliverDue(never);
    await find({ id: 'another', rule: 'masked-failure' });
    await find({ id: 'elsewhere', order: 'order-2' });

    answer = () => ({ status: 'delivered' });
    clock.advance(60_000);
    sent = [];
    while ((await dispatcher().deliverDue(never)) > 0);
    const mine = sent.filter(({ story }) => story.incident === sent[0]?.story.incident);
    expect(mine.map(({ changes }) => changes[0])).toEqual(['opened', 'rule:masked-failure']);
    expect(sent).toHaveLength(3);
  });

  it('gives up in the end, keeps the message for people to see, and goes on', async () => {
    answer = () => ({ status: 'retry', reason: 'HTTP 500' });
    await find();
    for (const _try of [1, 2, 3, 4]) {
      clock.advance(60_000);
      await dispatcher().deliverDue(never);
    }
    expect(sent).toHaveLength(3);
    expect(await deadLetters(database)).toMatchObject([{ state: 'dead', attempts: 3, reason: 'HTTP 500' }]);

    answer = () => ({ status: 'delivered' });
    await find({ id: 'another', rule: 'masked-failure' });
    clock.advance(2_000);
    await dispatcher().deliverDue(never);
    expect(await states()).toEqual(['dead', 'delivered']);
  });

  it('gives up at once where trying again would change nothing', async () => {
    answer = () => ({ status: 'rejected', reason: 'HTTP 404' });
    await find();
    clock.advance(2_000);
    await dispatcher().deliverDue(never);
    expect(await states()).toEqual(['dead']);
  });

  it('does not send for a channel that is gone, and says so', async () => {
    await find({}, 'pager');
    clock.advance(2_000);
    await dispatcher().deliverDue(never);
    expect(await deadLetters(database)).toMatchObject([{ reason: 'no channel of this name is configured' }]);
  });

  it('survives a channel that throws', async () => {
    answer = () => {
      throw new Error('https://hooks.example/secret');
    };
    await find();
    clock.advance(2_000);
    await dispatcher().deliverDue(never);
    const [message] = await notificationsOf(database, await idOf());
    expect(message).toMatchObject({ state: 'sending', reason: 'the channel failed' });
  });

  it('counts no try that stopping cut short, and makes it at the next start', async () => {
    const stopping = new AbortController();
    answer = () => {
      stopping.abort();
      return { status: 'retry', reason: 'stopped' };
    };
    await find();
    clock.advance(2_000);
    await dispatcher().deliverDue(stopping.signal);
    answer = () => ({ status: 'delivered' });
    await dispatcher().deliverDue(never);
    expect(await notificationsOf(database, await idOf())).toMatchObject([
      { state: 'delivered', attempts: 1 },
    ]);
  });

  it('sends a message again when nobody knows whether it arrived', async () => {
    await find();
    clock.advance(2_000);
    const begun = Promise.withResolvers<void>();
    const crashed = createDispatcher({
      database,
      channels: [
        {
          name: 'webhook',
          deliver() {
            begun.resolve();
            return new Promise(() => {});
          },
        },
      ],
      stages: settingsFor('webhook'),
      clock,
      random: () => 0,
      backoff: { firstMs: 1_000, longestMs: 60_000, attemptsMax: 3 },
      log: () => {},
    });
    void crashed.deliverDue(never);
    await begun.promise;
    expect(await states()).toEqual(['sending']);
    clock.advance(60_000);
    await dispatcher().deliverDue(never);
    expect(await states()).toEqual(['delivered']);
  });

  it('wakes nobody for what is merely informational', async () => {
    await find({ severity: 'informational' });
    expect(await states()).toEqual([]);
    await find({ severity: 'high', revision: 2 });
    expect(await states()).toEqual(['waiting']);
  });
});
