import type { Finding } from '@mortsafe/agent-events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { finding } from '../testing/samples.ts';
import { matchers, toldPipeline } from '../testing/told-pipeline.ts';
import type { RoutingOptions } from './routing.ts';

const HOUR_MS = 3_600_000;

const gap = (about: Partial<Finding> = {}) =>
  finding({
    id: 'gap',
    rule: 'telemetry-gap',
    severity: 'low',
    order: null,
    zombieWindowMs: null,
    actor: null,
    ...about,
  });

describe.each(testedDatabases())('who hears of what and when, on $name', ({ open }) => {
  let database: Database;
  let line: Awaited<ReturnType<typeof toldPipeline>>;
  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  beforeEach(async () => {
    line = await toldPipeline(database);
  });
  afterAll(() => database.close());

  describe('routes', () => {
    const tree: RoutingOptions = {
      teams: [{ team: 'payments', fleets: ['checkout*'] }],
      timeIntervals: [{ name: 'nights', intervals: [{ times: [{ from: 0, to: 6 * 60 }] }] }],
      route: {
        channels: ['chat'],
        routes: [
          {
            matchers: matchers('severity="critical"', 'team="payments"'),
            channels: ['pager'],
            continue: true,
          },
          { matchers: matchers('severity="informational"'), channels: [] },
          { matchers: matchers('rule="telemetry-gap"'), channels: ['chat'], activeTimeIntervals: ['nights'] },
          {},
        ],
      },
    };
    beforeEach(() => line.routeBy(tree));

    it('lead by severity and team, to more than one where it goes on', async () => {
      await line.find(finding());
      await line.find(finding({ id: 'other', fleet: 'research', order: 'order-2' }));
      await line.pass(5_000);
      expect(line.told().sort()).toEqual(['chat: opened', 'chat: opened', 'pager: opened']);
    });

    it('tell nobody where no channel is named', async () => {
      await line.find(gap({ severity: 'informational', rule: 'dark-agent' }));
      await line.pass(5_000);
      expect(line.told()).toEqual([]);
    });

    it('do not lose a relaunch to the route of a gap in the same incident', async () => {
      await line.find(gap({ order: 'order-1' }), finding());
      await line.pass(5_000);
      expect(line.told().sort()).toEqual(['chat: opened', 'pager: opened']);
    });

    it('gather while they are to be quiet, and tell when they may be heard', async () => {
      await line.find(gap());
      await line.pass(11 * HOUR_MS);
      expect(line.told()).toEqual([]);
      await line.pass(HOUR_MS + 60_000);
      expect(line.told()).toEqual(['chat: opened']);
    });

    it('say which channel or interval there is not', () => {
      expect(() => line.routeBy({ route: { channels: ['pigeon'] } })).toThrow(
        'there is no channel pigeon; there is chat, pager',
      );
      expect(() => line.routeBy({ route: { muteTimeIntervals: ['noon'] } })).toThrow(
        'there is no time interval noon',
      );
    });
  });

  describe('groups', () => {
    const byFleet: RoutingOptions = {
      route: { channels: ['chat'], groupBy: ['fleet'], groupWaitMs: 30_000, groupIntervalMs: 300_000 },
    };
    const another = (number: number, about: Partial<Finding> = {}) =>
      finding({ id: `f-${number}`, order: `order-${number}`, severity: 'high', ...about });

    it('tell of many incidents in one message, the most severe first', async () => {
      line.routeBy(byFleet);
      await line.find(another(1));
      await line.find(another(2, { severity: 'critical' }));
      await line.find(another(3, { fleet: 'research' }));
      await line.pass(30_000);
      expect(line.sent.map(({ message }) => [message.story.severity, message.others.length])).toEqual([
        ['critical', 1],
        ['high', 0],
      ]);
    });

    it('tell news after their interval, and what is worse without waiting for it', async () => {
      line.routeBy(byFleet);
      await line.find(another(1));
      await line.pass(30_000);
      await line.find(another(2));
      await line.pass(60_000);
      expect(line.told()).toEqual(['chat: opened']);
      await line.pass(240_000);
      expect(line.told()).toEqual(['chat: opened']);
      await line.find(another(3, { severity: 'critical' }));
      await line.pass(30_000);
      expect(line.told()).toEqual(['chat: opened']);
    });

    it('repeat what is still open, and not what somebody has taken on', async () => {
      line.routeBy({ route: { channels: ['chat'], repeatIntervalMs: HOUR_MS } });
      await line.find(finding());
      await line.pass(5_000);
      await line.pass(HOUR_MS - 1);
      expect(line.told()).toEqual(['chat: opened']);
      for (const _hour of [1, 2]) {
        await line.pass(HOUR_MS);
        expect(line.told()).toMatchObject([expect.stringContaining('chat: repeat:')]);
      }
      await database.query(`update incidents set status = 'acknowledged'`);
      await line.pass(3 * HOUR_MS);
      expect(line.told()).toEqual([]);
    });

    it('tell nobody of what was resolved before anybody heard of it', async () => {
      line.routeBy({ route: { channels: ['chat'] } });
      await line.find(finding());
      await database.query(
        `update incidents set status = 'resolved', document = (document::jsonb || '{"status":"resolved"}')::json`,
      );
      await line.pass(5_000);
      expect(line.told()).toEqual([]);
    });
  });
});
