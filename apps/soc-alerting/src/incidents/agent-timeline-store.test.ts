import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { experiment, linkOpened, T0 } from '../testing/samples.ts';
import { incidentOf, incidentsOf } from './read-incidents.ts';
import { takeFindings } from './take-findings.ts';

describe.each(testedDatabases())('what happened to agents, kept in $name', ({ open }) => {
  let database: Database;
  const tell = async (): Promise<void> => {};

  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  beforeEach(() =>
    database.query(
      'truncate incidents, findings, timeline, agent_timeline, read_positions, told_changes cascade',
    ),
  );
  afterAll(() => database.close());

  const MINUTE = 60_000;
  const seen = (agent: string, minutes: number) => ({
    ...linkOpened(agent, 'nobody', minutes * MINUTE),
    id: `${agent}@${minutes}`,
  });

  it('stands in the timelines of their incidents, before and after, whichever comes first', async () => {
    const [before, after] = [seen('planner', -5), seen('worker-3', 60)];
    await takeFindings(database, 'findings', 0, { findings: [], timeline: [before], next: 1 }, tell);
    await takeFindings(database, 'findings', 1, { findings: experiment(), next: 2 }, tell);
    const others = [after, seen('stranger', 1), seen('worker-3', 3 * 24 * 60)];
    await takeFindings(database, 'findings', 2, { findings: [], timeline: others, next: 3 }, tell);
    // A stretch that is read again changes nothing.
    await takeFindings(database, 'findings', 3, { findings: [], timeline: others, next: 4 }, tell);

    const [summary] = await incidentsOf(database);
    const ids = (await incidentOf(database, summary?.id ?? ''))?.timeline.map(({ event }) => event.id) ?? [];
    expect(ids[0]).toBe(before.id);
    expect(ids.at(-1)).toBe(after.id);
    expect(ids).not.toContain('stranger@1');
    expect(ids).toHaveLength(new Set(ids).size);
  });

  it('is let go of after thirty days', async () => {
    const old = { findings: [], timeline: [seen('planner', 0)], next: 1 };
    await takeFindings(database, 'findings', 0, old, tell);
    const late = { findings: [], timeline: [seen('planner', 31 * 24 * 60)], next: 2 };
    await takeFindings(database, 'findings', 1, late, tell);
    const rows = await database.query<{ observed_time: number }>(
      'select distinct observed_time from agent_timeline',
    );
    expect(rows).toEqual([{ observed_time: T0 + 31 * 24 * 60 * MINUTE }]);
  });
});
