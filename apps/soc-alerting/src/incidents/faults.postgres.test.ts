import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../audit/verify-audit.ts';
import { systemClock } from '../clock.ts';
import { readFindings } from '../pipeline/read-findings.ts';
import { compileRouting } from '../pipeline/routing.ts';
import { runStages } from '../pipeline/stages.ts';
import type { Database } from '../storage/database.ts';
import { openPostgres } from '../storage/postgres-database.ts';
import { DISTURBED_INCIDENTS, disturbed, disturbedLog } from '../testing/disturbed-log.ts';
import { type OwnPostgres, startOwnPostgres } from '../testing/own-postgres.ts';
import { readPosition, takeFindings } from './take-findings.ts';

const writer = fileURLToPath(new URL('../testing/write-until-killed-postgres.ts', import.meta.url));
const none = new Set<string>();
const stages = {
  ...{ routing: compileRouting({}, ['webhook']), pageUrl: () => null, now: Date.now },
  ...{ wantFindings: none, pagers: none },
};
const TIMEOUT_MS = 120_000;

/** Everything that must not depend on what happened on the way. */
async function outcome(database: Database) {
  return {
    incidents: await database.query(
      `select id, status, severity, first_time, last_time,
         (select count(*)::integer from findings where incident = incidents.id) as findings,
         (select count(*)::integer from findings where incident = incidents.id and revision = 2) as revised,
         (select count(*)::integer from timeline where incident = incidents.id) as events,
         (select count(*)::integer from notification_incidents where incident = incidents.id) as messages,
         (select count(*)::integer from told_changes where incident = incidents.id and change = 'opened') as opened
       from incidents order by id`,
    ),
    names: await database.query('select kind, name, incident from incident_names order by 1, 2, 3'),
  };
}

describe('incidents on a PostgreSQL that fails', () => {
  let postgres: OwnPostgres;
  let expected: Awaited<ReturnType<typeof outcome>>;
  const seed = Math.floor(Math.random() * 1_000_000);
  const all = disturbed(seed);

  beforeAll(async () => {
    postgres = await startOwnPostgres();
    // In one go, undisturbed, in another order.
    const database = await openPostgres({ url: postgres.url, schema: 'undisturbed' });
    const findings = disturbed(seed + 1);
    await takeFindings(database, 'disturbed', 0, { findings, next: 1 }, (news, queries) =>
      runStages(news, queries, stages),
    );
    expected = await outcome(database);
    expect(expected.incidents).toHaveLength(DISTURBED_INCIDENTS);
    await database.close();
  }, TIMEOUT_MS);
  afterAll(() => postgres.stop());

  it(
    `loses and doubles nothing when the database crashes in the midst (seed ${seed})`,
    async () => {
      const database = await openPostgres({ url: postgres.url, schema: 'crashed' });
      const stopping = new AbortController();
      const source = disturbedLog(seed);
      const clock = {
        ...systemClock,
        sleep: (_ms: number, signal: AbortSignal) => systemClock.sleep(50, signal),
      };
      const reading = readFindings(
        { database, source, stages, clock, log: () => {}, taken: () => {} },
        stopping.signal,
      );
      const reached = (share: number) =>
        expect
          .poll(() => readPosition(database, 'disturbed').catch(() => 0), {
            timeout: TIMEOUT_MS,
            interval: 20,
          })
          .toBeGreaterThanOrEqual(Math.floor(all.length * share));
      for (const share of [0.2, 0.5, 0.8]) {
        await reached(share);
        await postgres.crash();
      }
      await reached(1);
      stopping.abort();
      await reading;
      expect(await outcome(database)).toEqual(expected);
      expect((await verifyAudit(database)).breaks).toEqual([]);
      await database.close();
    },
    TIMEOUT_MS,
  );

  it(
    `loses and doubles nothing when the process is killed at random (seed ${seed})`,
    async () => {
      const database = await openPostgres({ url: postgres.url, schema: 'killed' });
      let reached = 0;
      for (let kills = 0; reached < all.length && kills < 50; kills++) {
        await writeAndKill(postgres.url, seed, kills < 4 ? 30 + Math.random() * 200 : TIMEOUT_MS, () =>
          readPosition(database, 'disturbed').then((position) => position >= all.length),
        );
        const position = await readPosition(database, 'disturbed');
        expect(position).toBeGreaterThanOrEqual(reached);
        reached = position;
      }
      expect(await outcome(database)).toEqual(expected);
      await database.close();
    },
    TIMEOUT_MS,
  );
});

/** Lets a process write until so long after its first batch, or until all is written; then kills it outright. */
function writeAndKill(
  url: string,
  seed: number,
  aliveMs: number,
  isDone: () => Promise<boolean>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, url, 'killed', String(seed)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let looking: NodeJS.Timeout;
    child.stdout.once('data', () => {
      setTimeout(() => child.kill('SIGKILL'), aliveMs).unref();
      looking = setInterval(() => void isDone().then((done) => done && child.kill('SIGKILL')), 100);
    });
    child.stdout.resume();
    child.once('error', reject);
    child.once('exit', (_code, signal) => {
      clearInterval(looking);
      if (signal === 'SIGKILL') resolve();
      else reject(new Error('the writer ended by itself'));
    });
  });
}
