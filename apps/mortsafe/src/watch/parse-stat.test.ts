import { describe, expect, it } from 'vitest';
import { parseStat } from './parse-stat.ts';

/** A line as the kernel writes it, of 52 fields. */
function line(name: string, { state = 'S', threads = 1, flags = 0, exitCode = 0 } = {}): string {
  const fields = Array.from({ length: 50 }, () => '0');
  Object.assign(fields, { 0: state, 1: '17', 6: String(flags), 17: String(threads), 19: '4200' });
  Object.assign(fields, { 47: '1000', 48: '2000', 49: String(exitCode) });
  return `42 (${name}) ${fields.join(' ')}\n`;
}

describe('a line of /proc/PID/stat', () => {
  it.each(['node', 'a) S 1 (b', ') ', '\n(', ''])('is read behind a program called %j', (name) => {
    expect(parseStat(line(name))).toMatchObject({
      pid: 42,
      parent: 17,
      startTicks: 4_200,
      image: '1000-2000',
    });
  });

  it('has ended as a zombie, unless it is only its first thread that has', () => {
    expect(parseStat(line('node', { state: 'Z', exitCode: 9 }))).toMatchObject({
      hasEnded: true,
      exitCode: 9,
    });
    expect(parseStat(line('node', { state: 'Z', threads: 3 }))).toMatchObject({ hasEnded: false });
  });

  it('is of the kernel by its flag', () => {
    expect(parseStat(line('kworker/0:1', { flags: 0x04_20_80_60 }))).toMatchObject({ isKernel: true });
  });

  it.each(['', '42', '42 (node', 'x (node) S 1', '42 (node) S 1 2 3'])(
    'is nothing when broken: %j',
    (text) => {
      expect(parseStat(text)).toBeUndefined();
    },
  );
});
