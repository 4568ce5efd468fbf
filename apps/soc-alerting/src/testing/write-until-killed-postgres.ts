import { systemClock } from '../clock.ts';
import { readFindings } from '../pipeline/read-findings.ts';
import { compileRouting } from '../pipeline/routing.ts';
import { openPostgres } from '../storage/postgres-database.ts';
import { disturbedLog } from './disturbed-log.ts';

/** Reads the disturbed log into a PostgreSQL, until somebody kills it or there is nothing left. */
const [, , url, schema, seed] = process.argv;
if (url === undefined || schema === undefined) throw new Error('which database and schema?');
const database = await openPostgres({ url, schema });
const none = new Set<string>();
await readFindings(
  {
    database,
    source: disturbedLog(Number(seed)),
    stages: {
      ...{ routing: compileRouting({}, ['webhook']), pageUrl: () => null, now: Date.now },
      ...{ wantFindings: none, pagers: none },
    },
    clock: systemClock,
    log: () => {},
    taken: () => process.stdout.write('.'),
  },
  new AbortController().signal,
);
