import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { soakBenign } from '../packages/simulator/src/soak/soak-benign.ts';

// pnpm soak:benign [events]: plays benign fleets, ten million events of them by default, and records what was found.
const wanted = Number(process.argv[2] ?? 10_000_000);
const soaked: { agents: number; hours: number; seed: number; events: number; findings: string[] }[] = [];
for (const fleet of soakBenign(wanted)) {
  soaked.push(fleet);
  const { agents, hours, seed, events, findings } = fleet;
  process.stdout.write(
    `${agents} agents, ${hours} h, seed ${seed}: ${events} events, ${findings.length} findings\n`,
  );
  for (const summary of findings) process.stdout.write(`  ${JSON.stringify(summary)}\n`);
}
const events = soaked.reduce((sum, one) => sum + one.events, 0);
const findings = soaked.reduce((sum, one) => sum + one.findings.length, 0);
process.stdout.write(`${events} events of ${soaked.length} benign fleets: ${findings} findings\n`);
const sizes = [...new Set(soaked.map(({ agents }) => agents))];
const seeds = new Set(soaked.map(({ seed }) => seed)).size;
const page = new URL('../docs/measured/benign-fleets.json', import.meta.url);
const record = { events, fleets: soaked.length, seeds, agents: sizes, findings };
writeFileSync(fileURLToPath(page), `${JSON.stringify(record, null, 2)}\n`);
process.exitCode = findings === 0 ? 0 : 1;
