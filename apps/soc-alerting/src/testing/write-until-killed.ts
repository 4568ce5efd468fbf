import { readPosition, takeFindings } from '../incidents/take-findings.ts';
import { compileRouting } from '../pipeline/routing.ts';
import { runStages } from '../pipeline/stages.ts';
import { openPGlite } from '../storage/pglite-database.ts';
import { finding } from './samples.ts';

/** Stores one finding after another, each an incident of its own with a message, until somebody kills it. */
const directory = process.argv[2];
if (directory === undefined) throw new Error('which directory?');
const database = await openPGlite({ directory });
const routing = compileRouting({}, ['webhook']);
const settings = { routing, pageUrl: () => null, now: Date.now };

for (let position = await readPosition(database, 'findings'); ; position++) {
  const one = finding({ id: `finding-${position}`, order: `order-${position}` });
  await takeFindings(
    database,
    'findings',
    position,
    { findings: [one], next: position + 1 },
    (news, queries) => runStages(news, queries, settings),
  );
  process.stdout.write('.');
}
