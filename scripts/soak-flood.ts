import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { soakFlood } from '../packages/simulator/src/soak/soak-flood.ts';

// pnpm soak:flood [agents]: one million invented agents in one fleet by default, and a relaunch in their midst.
const invented = Number(process.argv[2] ?? 1_000_000);
const { events, trackedMax, heapMb, missing, unexpected } = soakFlood(invented);
const record = { invented, events, tracked: trackedMax, heapMb, missing, unexpected };
process.stdout.write(`${JSON.stringify(record)}\n`);
const page = new URL('../docs/measured/flood.json', import.meta.url);
writeFileSync(fileURLToPath(page), `${JSON.stringify(record, null, 2)}\n`);
process.exitCode = missing.length + unexpected.length === 0 ? 0 : 1;
