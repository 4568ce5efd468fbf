import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { soakScenarios } from '../packages/simulator/src/soak/soak-scenarios.ts';

// pnpm soak:scenarios [to] [from]: every scenario with seeds 1 to 200, and records how far it came and what went wrong.
const to = Number(process.argv[2] ?? 200);
const from = Number(process.argv[3] ?? 1);
const page = fileURLToPath(new URL('../docs/measured/scenarios.json', import.meta.url));
const record = { fromSeed: from, toSeed: from - 1, recordings: 0, events: 0, notAsLabelled: 0 };
for (const { seed, runs, events, complaints } of soakScenarios(from, to)) {
  record.toSeed = seed;
  record.recordings += runs;
  record.events += events;
  record.notAsLabelled += complaints.length;
  process.stdout.write(
    `seed ${seed}: ${runs} recordings, ${events} events, ${complaints.length} not as labelled\n`,
  );
  for (const words of complaints) process.stdout.write(`${words}\n`);
  // It takes long: what is known so far is kept.
  writeFileSync(page, `${JSON.stringify(record, null, 2)}\n`);
}
process.exitCode = record.notAsLabelled === 0 ? 0 : 1;
