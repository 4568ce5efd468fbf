import { parseArgs } from 'node:util';
import { listIncidents } from '../incidents/list-incidents.ts';
import { incidentOf } from '../incidents/read-incidents.ts';
import { takeFindings } from '../incidents/take-findings.ts';
import { compileRouting } from '../pipeline/routing.ts';
import { runStages } from '../pipeline/stages.ts';
import type { Database } from '../storage/database.ts';
import { openPostgres } from '../storage/postgres-database.ts';
import { flood } from './flood.ts';
import { databaseSeconds, ownSeconds } from './processor-time.ts';

/** Loads a PostgreSQL of one's own with findings, and measures what loading and looking cost. */
const { values } = parseArgs({
  options: {
    findings: { type: 'string', default: '1000000' },
    incidents: { type: 'string', default: '20000' },
    batch: { type: 'string', default: '200' },
    burst: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '200' },
    keep: { type: 'boolean', default: false },
  },
});
const SCHEMA = 'mortsafe_bench';
const say = (text: string) => process.stdout.write(`${text}\n`);

async function load(database: Database): Promise<void> {
  const [findings, incidents, batch] = [
    Number(values.findings),
    Number(values.incidents),
    Number(values.batch),
  ];
  const routing = compileRouting({}, ['webhook']);
  const none = new Set<string>();
  const settings = { routing, pageUrl: () => null, now: Date.now, wantFindings: none, pagers: none };
  const portion = Math.max(batch, Math.ceil(findings / 10 / batch) * batch);
  let position = 0;
  let [start, own, its] = [performance.now(), ownSeconds(), await databaseSeconds(database)];
  const began = start;
  for (const some of flood({ findings, incidents, batch, burst: Number(values.burst) })) {
    const next = position + some.length;
    await takeFindings(database, 'bench', position, { findings: some, next }, (news, queries) =>
      runStages(news, queries, settings),
    );
    position = next;
    if (position % portion !== 0) continue;
    const [now, ownNow, itsNow] = [performance.now(), ownSeconds(), await databaseSeconds(database)];
    const seconds = (now - start) / 1_000;
    const used = its === undefined || itsNow === undefined ? '' : `, PostgreSQL ${perMs(itsNow - its)}`;
    say(
      `${position} findings: ${Math.round(portion / seconds)}/s; CPU ms each: here ${perMs(ownNow - own)}${used}`,
    );
    [start, own, its] = [now, ownNow, itsNow];
  }
  const perMs0 = (performance.now() - began) / 1_000;
  say(`loaded ${position} findings in ${perMs0.toFixed(0)} s: ${Math.round(position / perMs0)}/s`);

  function perMs(seconds: number): string {
    return ((seconds * 1_000) / portion).toFixed(3);
  }
}

async function look(database: Database): Promise<void> {
  await database.query('analyze');
  const rows = await database.query<{ id: string }>('select id from incidents order by random() limit 500');
  const looks: Record<string, (round: number) => Promise<unknown>> = {
    'select 1': () => database.query('select 1'),
    'list, newest 100': () => listIncidents(database, { limit: 100 }),
    'list, open and critical of some fleets': () =>
      listIncidents(database, { limit: 100, status: ['open'], severity: ['critical'], fleets: ['fleet-1*'] }),
    'list, by an agent': (round) => listIncidents(database, { agent: `worker-${round}` }),
    'one incident, with findings and timeline': (round) =>
      incidentOf(database, rows[round % rows.length]?.id ?? ''),
  };
  const times = new Map<string, number[]>(Object.keys(looks).map((name) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, ask] of Object.entries(looks)) {
      const start = performance.now();
      JSON.stringify(await ask(round));
      times.get(name)?.push(performance.now() - start);
    }
  }
  for (const [name, taken] of times) {
    taken.sort((one, other) => one - other);
    const at = (share: number) => (taken[Math.floor(taken.length * share)] ?? 0).toFixed(2);
    say(`${name}: median ${at(0.5)} ms, nine of ten within ${at(0.9)} ms, worst ${at(0.999)} ms`);
  }
}

const url = process.env.MORTSAFE_POSTGRES_URL;
if (!url)
  throw new Error('MORTSAFE_POSTGRES_URL names no PostgreSQL: one that may be filled and emptied again');
const database = await openPostgres({ url, schema: SCHEMA });
const [{ count } = { count: 0 }] = await database.query<{ count: number }>(
  'select count(*)::integer as count from incidents',
);
if (count === 0) await load(database);
await look(database);
if (!values.keep) await database.query(`drop schema ${SCHEMA} cascade`);
await database.close();
