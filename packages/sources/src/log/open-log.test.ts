import { appendFile, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EventLog, openLog } from './open-log.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'event-log-'));
});
afterEach(() => rm(directory, { recursive: true }));

const segments = async () => (await readdir(directory)).filter((name) => name.endsWith('.log')).sort();
const lastSegment = async () => join(directory, (await segments()).at(-1) ?? '');

async function readAll(log: EventLog, max = 7): Promise<string[]> {
  const bodies: string[] = [];
  for (let from = log.start(); from < log.end(); ) {
    const { records, next } = await log.read(from, max);
    for (const [index, { offset, body }] of records.entries()) {
      expect(offset).toBe(from + index);
      bodies.push(body);
    }
    from = next;
  }
  return bodies;
}

async function stored(...records: string[]): Promise<void> {
  const log = await openLog(directory);
  for (const record of records) await log.append([record]);
  await log.close();
}

describe('an event log', () => {
  it('gives back what was appended, whatever its segments, appends and batches', async () => {
    const body = fc
      .string({ unit: 'binary', maxLength: 300 })
      .map((text) => text.toWellFormed().replaceAll('\n', ''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(body, { maxLength: 20 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 3_000 }),
        fc.integer({ min: 1, max: 50 }),
        async (appends, segmentBytes, max) => {
          const place = await mkdtemp(join(directory, 'run-'));
          const log = await openLog(place, { segmentBytes });
          await Promise.all(appends.map((records) => log.append(records)));
          expect(await readAll(log, max)).toEqual(appends.flat());
          await log.close();

          const again = await openLog(place, { segmentBytes });
          expect(await readAll(again, max)).toEqual(appends.flat());
          await again.close();
        },
      ),
      { numRuns: 30 },
    );
  });

  it('says at which offsets the records of an append are', async () => {
    const log = await openLog(directory);
    expect(await log.append(['a', 'b'])).toEqual({ first: 0, next: 2 });
    expect(await log.append([])).toEqual({ first: 2, next: 2 });
    expect(await Promise.all([log.append(['c']), log.append(['d', 'e'])])).toEqual([
      { first: 2, next: 3 },
      { first: 3, next: 5 },
    ]);
    expect(await log.read(3, 1)).toEqual({ records: [{ offset: 3, body: 'd' }], next: 4 });
    expect(await log.read(5, 10)).toEqual({ records: [], next: 5 });
    await log.close();
  });

  it('keeps the largest record, and refuses a larger one or one with a line feed', async () => {
    const log = await openLog(directory);
    const largest = 'é'.repeat(524_288);
    await log.append(['small', largest, 'small']);
    expect(await readAll(log)).toEqual(['small', largest, 'small']);
    await expect(log.append([`${largest}x`])).rejects.toThrow(
      'a record holds 1048577 bytes; 1048576 are allowed',
    );
    await expect(log.append(['two\nlines'])).rejects.toThrow('line feed');
    await log.close();
  });

  it('says that records are not stored when the disk refuses, and stores again when it does not', async () => {
    const place = join(directory, 'place');
    const log = await openLog(place, { segmentBytes: 1 });
    await log.append(['a']);
    await rename(place, `${place}-away`);
    await expect(log.append(['b'])).rejects.toMatchObject({ code: 'failed' });
    expect(log.end()).toBe(1);
    await rename(`${place}-away`, place);
    expect(await log.append(['c'])).toEqual({ first: 1, next: 2 });
    expect(await readAll(log)).toEqual(['a', 'c']);
    await log.close();
  });

  it('answers busy when more waits for the disk than memory may hold', async () => {
    const log = await openLog(directory);
    const record = 'x'.repeat(1_000_000);
    const appends = Array.from({ length: 100 }, () => log.append([record]));
    const results = await Promise.allSettled(appends);
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ reason: { code: 'busy' } });
    expect(log.end()).toBe(100 - refused.length);
    await log.close();
  });

  it('lets go of whole segments before an offset, and says so to who reads there', async () => {
    const log = await openLog(directory, { segmentBytes: 1 });
    for (const body of ['a', 'b', 'c', 'd']) await log.append([body]);
    await log.dropBefore(2);
    expect(log.start()).toBe(2);
    await expect(log.read(1, 1)).rejects.toMatchObject({ code: 'dropped' });
    expect(await readAll(log)).toEqual(['c', 'd']);
    await log.dropBefore(100);
    expect(await readAll(log)).toEqual(['d']);
    await log.close();

    const again = await openLog(directory, { segmentBytes: 1 });
    expect(await again.append(['e'])).toEqual({ first: 4, next: 5 });
    expect(await readAll(again)).toEqual(['d', 'e']);
    await again.close();
  });

  it('tells a waiting reader when its record is stored, or when the wait is over', async () => {
    const log = await openLog(directory);
    const second = log.waitFor(1);
    const aborted = new AbortController();
    const never = log.waitFor(9, aborted.signal);
    await log.append(['a']);
    expect(await Promise.race([second, sleep(20, 'waiting')])).toBe('waiting');
    await log.append(['b']);
    expect(await second).toBe(true);
    expect(await log.waitFor(0)).toBe(true);
    aborted.abort();
    expect(await never).toBe(false);
    const closed = log.waitFor(9);
    await log.close();
    expect(await closed).toBe(false);
    await expect(log.append(['c'])).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('an event log that is opened again', () => {
  it('cuts a record that a crash left half written, wherever it was torn', async () => {
    await stored('first', 'second', 'third');
    const file = await lastSegment();
    const whole = await readFile(file);
    const thirdAt = whole.lastIndexOf('\n', whole.length - 2) + 1;
    for (let bytes = thirdAt; bytes < whole.length; bytes++) {
      await writeFile(file, whole.subarray(0, bytes));
      const log = await openLog(directory);
      expect(await readAll(log)).toEqual(['first', 'second']);
      expect(await log.append(['again'])).toEqual({ first: 2, next: 3 });
      expect(await readAll(log)).toEqual(['first', 'second', 'again']);
      await log.close();
    }
  });

  it('cuts what follows a hole in the last, unacknowledged commit', async () => {
    await stored('first');
    const log = await openLog(directory);
    await log.append(['second', 'third', 'fourth']);
    await log.close();
    const file = await lastSegment();
    const text = await readFile(file, 'latin1');
    await writeFile(file, text.replace('third', '\0\0\0\0\0'), 'latin1');
    const again = await openLog(directory);
    expect(await readAll(again)).toEqual(['first', 'second']);
    await again.close();
  });

  it('cuts a long stretch of anything', async () => {
    await stored('first');
    await appendFile(await lastSegment(), Buffer.alloc(3_000_000));
    const log = await openLog(directory);
    expect(await readAll(log)).toEqual(['first']);
    await log.close();
  });

  it('refuses to open when a record that had been acknowledged is damaged, and says where', async () => {
    await stored('first', 'second', 'third');
    const file = await lastSegment();
    const text = await readFile(file, 'latin1');
    await writeFile(file, text.replace('second', 'sEcond'), 'latin1');
    await expect(openLog(directory)).rejects.toMatchObject({
      code: 'corrupt',
      message: `${file}: record 1 is damaged at byte ${text.indexOf('\n') + 1}`,
    });
    await writeFile(file, text);
    await stored('fourth');
  });

  it('serves what is whole, then names the damage in an older segment', async () => {
    const log = await openLog(directory, { segmentBytes: 60 });
    for (const body of ['first', 'second', 'third', 'fourth', 'fifth', 'sixth']) await log.append([body]);
    const file = join(directory, (await segments())[0] ?? '');
    const text = await readFile(file, 'latin1');
    await writeFile(file, text.replace('second', 'sEcond'), 'latin1');
    expect(await log.read(0, 10)).toEqual({ records: [{ offset: 0, body: 'first' }], next: 1 });
    await expect(log.read(1, 10)).rejects.toMatchObject({ code: 'corrupt' });
    await truncate(file, text.indexOf('\n') + 1);
    await expect(log.read(1, 10)).rejects.toMatchObject({ code: 'corrupt' });
    await rm(file);
    await expect(log.read(0, 10)).rejects.toMatchObject({ code: 'unreadable' });
    await log.close();
  });

  it('does not guess at a format it does not know', async () => {
    await writeFile(join(directory, '0000000000000000.v2.log'), '');
    await expect(openLog(directory)).rejects.toMatchObject({ code: 'unreadable' });
  });
});
