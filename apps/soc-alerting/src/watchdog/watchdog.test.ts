import type { VitalSign } from '@mortsafe/agent-events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, Notification, Outcome } from '../channels/channel.ts';
import { incidentsOf } from '../incidents/read-incidents.ts';
import { compileRouting } from '../pipeline/routing.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { type ManualClock, manualClock } from '../testing/manual-clock.ts';
import { createWatchdog, type Watchdog, type WatchdogOptions } from './watchdog.ts';

const MINUTE_MS = 60_000;
const doors = [
  { name: 'otlp_logs', origin: 'agent' as const, everyMs: 10_000 },
  { name: 'mortsafe.platform', origin: 'platform' as const, everyMs: 10_000 },
];

describe.each(testedDatabases())('the watchdog, on $name', ({ open }) => {
  let database: Database;
  let clock: ManualClock;
  let heard: Map<string, VitalSign>;
  let sent: Notification[];
  let answer: Outcome;
  let beats: string[];

  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.query(
      'truncate incidents, findings, timeline, read_positions, told_changes, notifications cascade',
    );
    clock = manualClock();
    heard = new Map();
    sent = [];
    beats = [];
    answer = { status: 'delivered' };
  });

  const hear = (kind: VitalSign['kind'], name: string, more: Partial<VitalSign> = {}) =>
    void heard.set(`${kind} ${name}`, { kind, name, time: clock.now(), missed: true, ...more });
  /** All that has to be heard is heard. */
  const allIsWell = () => {
    hear('detector', 'detector');
    for (const { name } of doors) hear('door', name);
  };
  const channel: Channel = {
    name: 'slack',
    async deliver(notification) {
      sent.push(notification);
      return answer;
    },
  };
  const watchdog = (changes: Partial<WatchdogOptions> = {}): Watchdog =>
    createWatchdog(
      {
        signs: () => [...heard.values()],
        ...{ doors, silentAfterMs: MINUTE_MS, fleetSilentAfterMs: 5 * MINUTE_MS },
        beat: async (door) => void beats.push(door),
        ...changes,
      },
      {
        ...{ database, clock, channels: [channel, { ...channel, name: 'pager', pages: true }] },
        stages: { routing: compileRouting({}, ['slack']), pageUrl: () => null, now: clock.now },
        log: () => {},
        changed: () => {},
      },
    );
  const seen = async () =>
    (await incidentsOf(database))
      .map(({ title, severity, status }) => `${severity} ${status}: ${title}`)
      .sort();

  it('raises an incident for a door that is shut, and resolves it when it opens', async () => {
    const dog = watchdog();
    allIsWell();
    await dog.look();
    clock.advance(MINUTE_MS);
    hear('detector', 'detector');
    hear('door', 'otlp_logs');
    await dog.look();
    expect(await seen()).toEqual([]);
    clock.advance(1);
    hear('detector', 'detector');
    await dog.look();
    await dog.look();
    expect(await seen()).toEqual(['high open: Not watching: door mortsafe.platform is silent']);
    clock.advance(1_000);
    allIsWell();
    await dog.look();
    expect(await seen()).toEqual(['high resolved: Not watching: door mortsafe.platform is silent']);
    expect((await incidentsOf(database))[0]?.headline).toContain('and is back');
  });

  it('says one thing alone while the detector is silent: that it is', async () => {
    const dog = watchdog();
    allIsWell();
    hear('fleet', 'checkout');
    clock.advance(10 * MINUTE_MS);
    await dog.look();
    expect(await seen()).toEqual(['critical open: Not watching: the detector is silent']);
  });

  it('misses nobody at once when the detector is back', async () => {
    const dog = watchdog();
    allIsWell();
    hear('fleet', 'checkout');
    clock.advance(10 * MINUTE_MS);
    await dog.look();
    hear('detector', 'detector');
    await dog.look();
    await dog.look();
    expect(await seen()).toEqual(['critical resolved: Not watching: the detector is silent']);
  });

  it('raises one for a whole fleet and for a sensor, where somebody would be missed', async () => {
    const dog = watchdog();
    hear('fleet', 'checkout');
    hear('fleet', 'done', { missed: false });
    hear('sensor', 'node-1', { fleet: 'checkout' });
    clock.advance(5 * MINUTE_MS + 1);
    allIsWell();
    await dog.look();
    expect(await seen()).toEqual([
      'medium open: Not watching: sensor node-1 is silent',
      'medium open: The whole fleet checkout is silent',
    ]);
  });

  it('blames a shut door for the silence of those behind it', async () => {
    const dog = watchdog();
    allIsWell();
    hear('fleet', 'checkout');
    clock.advance(6 * MINUTE_MS);
    hear('detector', 'detector');
    hear('door', 'mortsafe.platform');
    await dog.look();
    expect(await seen()).toEqual(['high open: Not watching: door otlp_logs is silent']);
  });

  it('knows after a restart what it told of, and raises a new one for a new silence', async () => {
    clock.advance(2 * MINUTE_MS);
    const before = watchdog();
    clock.advance(2 * MINUTE_MS);
    await before.look();
    const after = watchdog();
    allIsWell();
    await after.look();
    expect(await seen()).toEqual(['critical resolved: Not watching: the detector is silent']);
    clock.advance(2 * MINUTE_MS);
    await after.look();
    expect(await seen()).toHaveLength(2);
  });

  it('beats through every door, and sends word through every channel that wakes nobody', async () => {
    const stopping = new AbortController();
    const running = watchdog({ messageEveryMs: MINUTE_MS }).run(stopping.signal);
    await expect.poll(() => beats.length).toBe(2);
    clock.advance(MINUTE_MS);
    await expect.poll(() => sent.length).toBe(1);
    expect(sent[0]?.story.title).toBe('mortsafe is watching');
    await expect.poll(() => beats.length).toBe(4);
    stopping.abort();
    await running;
  });

  it('raises one for a channel that takes nothing', async () => {
    answer = { status: 'retry', reason: 'HTTP 503' };
    const stopping = new AbortController();
    const dog = watchdog({ messageEveryMs: MINUTE_MS });
    const running = dog.run(stopping.signal);
    clock.advance(MINUTE_MS);
    await expect.poll(() => sent.length).toBe(1);
    allIsWell();
    clock.advance(MINUTE_MS);
    allIsWell();
    await dog.look();
    expect(await seen()).toEqual(['high open: Not watching: channel slack is silent']);
    stopping.abort();
    await running;
  });
});
