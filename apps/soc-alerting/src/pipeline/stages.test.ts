import type { Finding } from '@mortsafe/agent-events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { finding, T0 } from '../testing/samples.ts';
import { matchers, toldPipeline } from '../testing/told-pipeline.ts';
import { heldBackOf } from './held-back.ts';

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
const outage = (about: Partial<Finding> = {}) =>
  gap({ id: 'outage', rule: 'telemetry-outage', subject: null, count: 7, ...about });

describe.each(testedDatabases())('what is kept quiet, on $name', ({ open }) => {
  let database: Database;
  let line: Awaited<ReturnType<typeof toldPipeline>>;
  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  beforeEach(async () => {
    line = await toldPipeline(database);
  });
  afterAll(() => database.close());

  describe('inhibition', () => {
    beforeEach(() => line.routeBy({ route: { channels: ['chat'] } }));

    it('lets an outage speak for its gaps, also for those found a little before it', async () => {
      await line.find(gap({ id: 'gap-1', subject: 'a' }));
      await line.find(outage());
      await line.find(gap({ id: 'gap-2', subject: 'b' }));
      await line.pass(5_000);
      expect(line.told()).toEqual(['chat: opened']);
      expect((await heldBackOf(database)).map(({ heldBy }) => heldBy[0]?.kind)).toEqual([
        'incident',
        'incident',
      ]);
    });

    it('does not let it speak for gaps elsewhere, at another time, or with more to them', async () => {
      await line.find(outage());
      await line.find(gap({ id: 'elsewhere', fleet: 'research' }));
      await line.find(gap({ id: 'later', subject: 'b', firstTime: T0 + HOUR_MS, lastTime: T0 + HOUR_MS }));
      await line.find(gap({ id: 'contained', subject: 'c', severity: 'medium' }));
      await line.pass(5_000);
      expect(line.told()).toHaveLength(4);
    });

    it('lets a relaunch speak for the weaker findings of its order, never for what is critical', async () => {
      await line.find(finding());
      await line.pass(5_000);
      await line.find(finding({ id: 'links', rule: 'links-reestablished', severity: 'high' }));
      await line.pass(5_000);
      await line.find(finding({ id: 'mask', rule: 'masked-failure', severity: 'critical' }));
      await line.pass(5_000);
      expect(line.told()).toEqual(['chat: opened', 'chat: rule:masked-failure']);
    });

    it('tells what was held back, if it is still so, once the larger is resolved', async () => {
      await line.find(outage());
      await line.find(gap());
      await line.pass(5_000);
      line.told();
      await database.query(
        `update incidents set status = 'resolved' where document->>'title' like '%at once%'`,
      );
      await line.pass(61_000);
      await line.pass(5_000);
      expect(line.told()).toEqual(['chat: opened']);
      expect(await heldBackOf(database)).toEqual([]);
    });

    it('takes rules of the user beside its own', async () => {
      const inhibitRules = [
        {
          source: matchers('rule="invented-agents"'),
          target: matchers('rule="impersonation"'),
          equal: ['fleet' as const],
          withinMs: HOUR_MS,
        },
      ];
      line.routeBy({ route: { channels: ['chat'] }, inhibitRules });
      await line.find(gap({ id: 'flood', rule: 'invented-agents', subject: null }));
      await line.find(gap({ id: 'speaks-as', rule: 'impersonation' }));
      await line.pass(5_000);
      expect(line.told()).toEqual(['chat: opened']);
    });
  });

  describe('silences', () => {
    beforeEach(() => line.routeBy({ route: { channels: ['chat'] } }));

    it('keep quiet what they match while they hold; what is still so is told when they end', async () => {
      await line.silence('fleet="checkout"', 'rule="telemetry-gap"');
      await line.find(gap());
      await line.pass(5_000);
      expect(line.told()).toEqual([]);
      await line.pass(HOUR_MS);
      await line.pass(61_000);
      await line.pass(5_000);
      expect(line.told()).toEqual(['chat: opened']);
    });

    it('end when somebody says so, at once', async () => {
      const { id } = await line.silence('fleet="checkout"');
      await line.find(gap());
      await line.pass(5_000);
      await line.desk.expire(id, 'person:alice');
      await line.pass(1_000);
      await line.pass(5_000);
      expect(line.told()).toEqual(['chat: opened']);
    });

    it('do not keep quiet an incident of which they match only a part', async () => {
      await line.silence('rule="masked-failure"');
      await line.find(finding({ id: 'mask', rule: 'masked-failure' }), finding());
      await line.pass(5_000);
      expect(line.told()).toEqual(['chat: opened']);
    });

    it('never hide something critical entirely: it stands in the list of what is held back', async () => {
      const { id } = await line.silence('fleet="checkout"');
      await line.find(finding());
      await line.pass(5_000);
      expect(line.told()).toEqual([]);
      expect(await heldBackOf(database)).toMatchObject([
        { severity: 'critical', changes: ['opened'], heldBy: [{ kind: 'silence', id }] },
      ]);
    });

    it('keep quiet what still gathers when they are made', async () => {
      await line.find(gap());
      await line.silence('fleet="checkout"');
      await line.pass(5_000);
      expect(line.told()).toEqual([]);
      expect(await heldBackOf(database)).toHaveLength(1);
    });

    it('are themselves told when they cover an agent under containment, and cannot hide that', async () => {
      await line.silence('fleet="checkout"');
      await line.silence('rule=~".+"');
      await database.query(
        `insert into containments (id, fleet, agent, state, since, source)
         values ('c1', 'checkout', 'worker-3', 'killed', 1, 'x')`,
      );
      await line.pass(1_000);
      await line.pass(5_000);
      await line.pass(5_000);
      expect(line.sent.map(({ message }) => message.story)).toMatchObject([
        { title: 'Contained agent worker-3 is silenced', severity: 'high', findingCount: 1 },
        { title: 'Contained agent worker-3 is silenced', severity: 'high', findingCount: 1 },
      ]);
      expect(line.sent[0]?.message.story.facts).toContainEqual({
        label: 'Silenced by',
        text: 'person:alice (by its own authenticated connection)',
      });
    });
  });
});
