import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type FaultName, faults } from '../apps/detector/src/testing/faults.ts';
import { soakFaults } from '../apps/detector/src/testing/soak-faults.ts';

// pnpm soak:kafka [--repeats 20] [--pause 60] [--seed 1] [--fault 'the broker is paused']: faults under load.
const { values } = parseArgs({
  options: {
    repeats: { type: 'string', default: '20' },
    pause: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    fault: { type: 'string' },
  },
});
const numberOf = (text: string): number => Number(text.replace(/s$/, ''));
const [repeats, pauseS, seed] = [values.repeats, values.pause, values.seed].map(numberOf) as [
  number,
  number,
  number,
];
const only = values.fault as FaultName | undefined;
if (![repeats, pauseS, seed].every(Number.isFinite) || (only !== undefined && !(only in faults))) {
  process.stderr.write(
    `--repeats, --pause (seconds) and --seed are numbers; --fault is one of:\n  ${Object.keys(faults).join('\n  ')}\n`,
  );
  process.exit(2);
}

const soaked: object[] = [];
let wrong = 0;
for await (const { notices, ...result } of soakFaults({
  repeats,
  pauseMs: pauseS * 1_000,
  seed,
  ...(only && { only }),
})) {
  const { fault, expected, missing, besides, caughtUpMs } = result;
  soaked.push(result);
  wrong += missing.length + besides.length;
  process.stdout.write(
    `${repeats} times ${fault}: ${expected} expected, ${missing.length} missing, ${besides.length} besides; all found after ${caughtUpMs} ms\n`,
  );
  for (const one of [
    ...missing.map((text) => `missing: ${text}`),
    ...besides.map((text) => `besides: ${text}`),
  ]) {
    process.stdout.write(`  ${one}\n`);
  }
  if (missing.length + besides.length > 0) process.stderr.write(`${notices.join('\n')}\n`);
}
if (only === undefined) {
  const page = new URL('../docs/measured/kafka-faults.json', import.meta.url);
  writeFileSync(fileURLToPath(page), `${JSON.stringify({ repeats, pauseS, soaked }, null, 2)}\n`);
}
process.exitCode = wrong === 0 ? 0 : 1;
