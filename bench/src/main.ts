import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { measure } from 'mitata';
import { passesOver, replay, tally } from './passes.ts';
import { makeStream } from './stream.ts';
import { table } from './table.ts';

/** `pnpm bench`: how many events a second, beside what `JSON.parse` alone needs. `--quick` for a tenth of it. */
const quick = process.argv.includes('--quick');
const size = { agents: quick ? 1_000 : 10_000, events: quick ? 20_000 : 200_000, seed: 1 };

const directory = mkdtempSync(join(tmpdir(), 'mortsafe-bench-'));
try {
  const { lines, expected } = makeStream(size);
  const file = join(directory, 'events.ndjson');
  const text = `${lines.join('\n')}\n`;
  writeFileSync(file, text);
  console.log(
    `${lines.length} events of ${size.agents} agents, ${(text.length / 2 ** 20).toFixed(1)} MiB, seed ${size.seed}; Node ${process.versions.node}`,
  );

  // Fast and wrong is no result.
  const found = tally(await replay(file));
  if (!isDeepStrictEqual(found, expected)) {
    throw new Error(`found ${JSON.stringify(found)}, where there is ${JSON.stringify(expected)}`);
  }

  const rows = [];
  for (const { name, run } of passesOver({ lines, file })) {
    const { p50, min } = await measure(run, { min_samples: quick ? 3 : 8, max_samples: 30, inner_gc: true });
    rows.push({ name, medianMs: p50 / 1e6, minMs: min / 1e6 });
  }
  console.log(table(rows, lines.length));
  console.log(`found exactly what there is: ${JSON.stringify(expected)}`);
} finally {
  rmSync(directory, { recursive: true });
}
