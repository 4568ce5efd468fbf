import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type FaultName, faults } from '../apps/detector/src/testing/faults.ts';
import { type SoakedFault, soakFaults } from '../apps/detector/src/testing/soak-faults.ts';

// pnpm soak:kafka [--repeats 20] [--pause 60] [--seed 1] [--fault 'the broker is paused']: faults under load.
// Its results go to docs/measured/kafka-faults.json; what stands there of other faults stays, if it was taken alike.
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

type Result = Omit<SoakedFault, 'notices'>;
const page = fileURLToPath(new URL('../docs/measured/kafka-faults.json', import.meta.url));
function note(result: Result): void {
  const before = JSON.parse(readFileSync(page, 'utf8')) as {
    repeats: number;
    pauseS: number;
    soaked: Result[];
  };
  const isAlike = before.repeats === repeats && before.pauseS === pauseS;
  const known = new Map((isAlike ? before.soaked : []).map((one) => [one.fault, one]));
  known.set(result.fault, result);
  const soaked = Object.keys(faults).flatMap((fault) => known.get(fault as FaultName) ?? []);
  writeFileSync(page, `${JSON.stringify({ repeats, pauseS, soaked }, null, 2)}\n`);
}

let wrong = 0;
for await (const { notices, ...result } of soakFaults({
  repeats,
  pauseMs: pauseS * 1_000,
  seed,
  ...(only && { only }),
})) {
  const { fault, expected, missing, besides, caughtUpMs } = result;
  note(result);
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
process.exitCode = wrong === 0 ? 0 : 1;
