import { writeSync } from 'node:fs';
import { openLog } from './open-log.ts';

/** Appends under load for ever and names on stdout each record that was acknowledged. Killed by its test. */
const [directory = '', run = ''] = process.argv.slice(2);
const log = await openLog(directory, { segmentBytes: 20_000 });
writeSync(1, 'ready\n');

async function appendForEver(writer: number): Promise<void> {
  for (let count = 0; ; count++) {
    const bodies = [0, 1, 2].map((part) =>
      JSON.stringify({ run, writer, count, part, filler: 'x'.repeat(count % 900) }),
    );
    const { first } = await log.append(bodies);
    writeSync(1, bodies.map((body, index) => `${first + index} ${body}\n`).join(''));
  }
}

await Promise.all(Array.from({ length: 16 }, (_, writer) => appendForEver(writer)));
