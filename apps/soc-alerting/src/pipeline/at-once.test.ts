import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { finding } from '../testing/samples.ts';
import { toldPipeline } from '../testing/told-pipeline.ts';

const HOUR_MS = 3_600_000;
const gapsOf = (...agents: string[]) =>
  agents.map((agent) =>
    finding({
      ...{ id: `gap-${agent}`, rule: 'telemetry-gap', severity: 'low', subject: agent },
      ...{ order: null, actor: null, zombieWindowMs: null },
    }),
  );

describe.each(testedDatabases())('news of several incidents at once, on $name', ({ open }) => {
  let database: Database;
  let line: Awaited<ReturnType<typeof toldPipeline>>;
  let asked = 0;
  beforeAll(async () => {
    const opened = await open();
    database = {
      ...opened,
      transaction: (work) =>
        opened.transaction(({ query }) =>
          work({
            query(sql, values) {
              asked += 1;
              return query(sql, values);
            },
          }),
        ),
    };
  }, OPENING_MS);
  beforeEach(async () => {
    line = await toldPipeline(database);
    line.routeBy({ route: { channels: ['chat', 'pager'], groupBy: ['fleet'] } });
  });
  afterAll(() => database.close());

  it('asks as often for forty as for two', async () => {
    const agents = Array.from({ length: 42 }, (_, index) => `worker-${index}`);
    const askedFor = async (some: string[]): Promise<number> => {
      line = await toldPipeline(database);
      asked = 0;
      await line.find(...gapsOf(...some));
      return asked;
    };
    expect(await askedFor(agents.slice(2))).toBe(await askedFor(agents.slice(0, 2)));
  });

  it('makes one message for each channel of what belongs to one group', async () => {
    await line.find(...gapsOf('a', 'b', 'c'));
    await line.pass(5_000);
    expect(line.sent.map(({ channel, message }) => [channel, message.others.length])).toEqual([
      ['chat', 2],
      ['pager', 2],
    ]);
  });

  it('tells later, in a message of its own, what a silence took out of one that told of others', async () => {
    await line.find(...gapsOf('a', 'b'));
    await line.silence('agent="a"');
    await line.pass(5_000);
    const [first] = line.sent.splice(0);
    expect(first?.message.story.facts).toContainEqual({ label: 'About', text: 'b' });

    await line.pass(HOUR_MS + 61_000);
    await line.pass(5_000);
    const [later] = line.sent.filter(({ message }) => message.changes.includes('opened'));
    expect(later?.message.story.facts).toContainEqual({ label: 'About', text: 'a' });
    expect(later?.message.id).not.toBe(first?.message.id);
  });
});
