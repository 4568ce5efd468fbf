import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { bytesPerAgent, type Pass, passesOver, replay, tally } from './passes.ts';
import { makeStream } from './stream.ts';
import { type Row, table } from './table.ts';

/**
 * `pnpm bench`: how many events a second, beside what `JSON.parse` alone and a bare loop need in the same rounds, and
 * how much is held for an agent. `--agents` (10,000), `--rounds` (5); `--quick` for a tenth of it.
 */
const { values } = parseArgs({
  options: { agents: { type: 'string' }, rounds: { type: 'string' }, quick: { type: 'boolean' } },
});
const agents = Number(values.agents ?? (values.quick ? 1_000 : 10_000));
const rounds = Number(values.rounds ?? (values.quick ? 3 : 5));
const size = { agents, events: 20 * agents, seed: 1 };

/** Pass after pass, round after round: what else the machine does then falls on all of them alike. */
async function measure(passes: readonly Pass[]): Promise<Row[]> {
  const taken = new Map(passes.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of passes) {
      globalThis.gc?.();
      const before = process.cpuUsage();
      await run();
      const { user, system } = process.cpuUsage(before);
      taken.get(name)!.push((user + system) / 1_000);
    }
  }
  return [...taken].map(([name, times]) => {
    const sorted = times.toSorted((a, b) => a - b);
    return { name, medianMs: sorted[sorted.length >> 1]!, minMs: sorted[0]! };
  });
}

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

  const rows = await measure(passesOver({ lines, file }));
  console.log(table(rows, lines.length, ['JSON.parse', 'bare loop']));
  console.log(
    `times are of the processor, ratios of the least; ${bytesPerAgent(lines, agents)} bytes an agent`,
  );
  console.log(`found exactly what there is: ${JSON.stringify(expected)}`);
} finally {
  rmSync(directory, { recursive: true });
}
