import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { qualityPage } from './quality-page.ts';

// node scripts/detection-quality.ts [seeds]: measures the rules on every scenario and writes the page about it.
const seeds = Number(process.argv[2] ?? 6);
const page = await qualityPage(seeds);
writeFileSync(fileURLToPath(new URL('../docs/detection-quality.md', import.meta.url)), page);
