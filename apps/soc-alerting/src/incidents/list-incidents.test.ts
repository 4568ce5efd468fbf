import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { finding, started, T0 } from '../testing/samples.ts';
import { changeIncident } from './casework.ts';
import type { IncidentChange } from './incident-change.ts';
import { countIncidents, type IncidentQuery, listIncidents } from './list-incidents.ts';
import { takeFindings } from './take-findings.ts';

describe.each(testedDatabases())('the list of incidents in $name', ({ open }) => {
  let database: Database;
  const tell = async () => {};

  beforeAll(async () => {
    database = await open();
    const findings = [
      finding({ id: '0', order: 'o-0', severity: 'low', lastTime: T0, subject: 'quiet' }),
      finding({ id: '1', order: 'o-1', rule: 'masked-failure', lastTime: T0 + 1_000, actor: 'critic' }),
      finding({ id: '2', order: 'o-2', fleet: 'check_ut', lastTime: T0 + 2_000 }),
      finding({ id: '3', order: 'o-3', fleet: 'research', lastTime: T0 + 3_000, alias: 'phoenix' }),
      finding({
        ...{ id: '4', order: 'o-4', lastTime: T0 + 4_000 },
        evidenceEvents: [{ ...started('a', 'b', 0), fleet: 'research' }],
      }),
    ];
    await takeFindings(database, 'findings', 0, { findings, next: 5 }, tell, { now: () => T0 });
    const { items } = await listIncidents(database);
    const incident = items.find(({ order }) => order === 'o-1')?.id ?? '';
    const change: IncidentChange = { status: 'acknowledged', addTags: ['Prod'] };
    await changeIncident({ database, tell, now: () => T0 }, { incident, change, by: 'person:alice' });
  }, OPENING_MS);
  afterAll(() => database.close());

  const orders = async (query: IncidentQuery) =>
    (await listIncidents(database, query)).items.map(({ order }) => order);

  it.each<[string, IncidentQuery, string[]]>([
    ['everything, the newest first', {}, ['o-4', 'o-3', 'o-2', 'o-1', 'o-0']],
    ['by status', { status: ['acknowledged', 'resolved'] }, ['o-1']],
    ['by severity', { severity: ['low'] }, ['o-0']],
    ['by who has it', { assignee: 'person:alice' }, ['o-1']],
    ['what nobody has', { assignee: null, severity: ['low'] }, ['o-0']],
    ['by tag', { tag: 'Prod' }, ['o-1']],
    ['by rule', { rule: 'masked-failure' }, ['o-1']],
    ['by agent, whatever its role', { agent: 'phoenix' }, ['o-3']],
    ['by actor', { agent: 'critic' }, ['o-1']],
    ['by time', { since: T0 + 1_000, before: T0 + 9_000, fleets: ['check*'] }, ['o-2', 'o-1']],
    ['by fleet, where an underscore is no glob', { fleets: ['check_ut'] }, ['o-2']],
    ['by fleet glob, without what holds evidence of another fleet', { fleets: ['checkout'] }, ['o-1', 'o-0']],
    [
      'by all fleets that it holds evidence of',
      { fleets: ['checkout', 'res?arch'] },
      ['o-4', 'o-3', 'o-1', 'o-0'],
    ],
    ['nothing for nobody', { fleets: [] }, []],
  ])('shows %s', async (_what, query, expected) => {
    expect(await orders(query)).toEqual(expected);
  });

  it('comes page by page, each once', async () => {
    const seen: (string | null)[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page = await listIncidents(database, { limit: 2, ...(after ? { after } : {}) });
      seen.push(...page.items.map(({ order }) => order));
      after = page.next;
    }
    expect(seen).toEqual(['o-4', 'o-3', 'o-2', 'o-1', 'o-0']);
  });

  it('is counted by status and severity', async () => {
    expect(await countIncidents(database, { fleets: ['checkout', 'research'] })).toEqual([
      { status: 'acknowledged', severity: 'critical', count: 1 },
      { status: 'open', severity: 'critical', count: 2 },
      { status: 'open', severity: 'low', count: 1 },
    ]);
  });
});
