import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { parseAgentEvent, serialiseAgentEvent } from '@mortsafe/agent-events';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLineReader } from './line-reader.ts';
import { replaySource } from './replay-source.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'replay-'));
});
afterEach(() => rm(cwd, { recursive: true }));

const heartbeat = (sequence: number, agent = 'worker-1') =>
  JSON.stringify({
    id: `h-${sequence}`,
    type: 'agent.heartbeat',
    time: '2026-01-01T00:00:00Z',
    origin: 'agent',
    fleet: 'checkout',
    agent,
    sequence,
    interval: 5_000,
  });

async function replay(file: string, content?: Uint8Array | string, stdin?: Readable) {
  if (content !== undefined) await writeFile(join(cwd, file), content);
  const read = { ids: [] as string[], rejected: [] as string[], failed: [] as string[] };
  for await (const replayed of replaySource(file, { cwd, ...(stdin && { stdin }) }).read()) {
    if (replayed.kind === 'failed') read.failed.push(replayed.reason);
    else {
      read.ids.push(...replayed.events.map(({ id }) => id));
      read.rejected.push(...replayed.rejections.map(({ position, reason }) => `${position} ${reason}`));
    }
  }
  return read;
}

describe('a replay', () => {
  const many = Array.from({ length: 20_000 }, (_, sequence) => heartbeat(sequence));
  const ids = many.map((_, sequence) => `h-${sequence}`);
  const text = `${many.join('\n')}\n`;

  it.each([
    ['a plain file', 'events.ndjson', Buffer.from(text)],
    ['a gzip file', 'events.ndjson.gz', gzipSync(text)],
    ['a zstd file', 'events.ndjson.zst', zstdCompressSync(text)],
    ['a packed file of another name', 'events', gzipSync(text)],
    ['a file without a last line end', 'events.ndjson', Buffer.from(text.slice(0, -1))],
  ])('reads every event of %s, in order', async (_name, file, content) => {
    expect(await replay(file, content)).toEqual({ ids, rejected: [], failed: [] });
  });

  it('reads standard input, packed or not', async () => {
    expect((await replay('-', undefined, Readable.from([Buffer.from(text)]))).ids).toEqual(ids);
    expect((await replay('-', undefined, Readable.from([zstdCompressSync(text)]))).ids).toEqual(ids);
  });

  it('lets byte order mark, CR LF and blank lines pass, and counts the lines as an editor does', async () => {
    const read = await replay(
      'a.ndjson',
      `\ufeff${heartbeat(1)}\r\n\r\n  \n${heartbeat(2, 'wörker ✓')}\r\nnonsense\r\n`,
    );
    expect(read).toEqual({ ids: ['h-1', 'h-2'], rejected: ['a.ndjson:5 not valid JSON'], failed: [] });
  });

  it('names what it rejects and reads on', async () => {
    const lines = [
      heartbeat(1),
      '{"type":',
      Buffer.from([0x22, 0xff, 0x22]),
      '[]',
      `"${'x'.repeat(1_048_575)}"`,
      heartbeat(2),
    ];
    const read = await replay(
      'a.ndjson',
      Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')])),
    );
    expect(read.ids).toEqual(['h-1', 'h-2']);
    expect(read.rejected).toEqual([
      'a.ndjson:2 not valid JSON',
      'a.ndjson:3 not valid UTF-8',
      'a.ndjson:4 not an object',
      'a.ndjson:5 a line of more than 1048576 bytes',
    ]);
  });

  it('says once why a file cannot be read', async () => {
    expect((await replay('absent.ndjson')).failed).toEqual(['absent.ndjson: no such file']);
    expect((await replay('.')).failed).toEqual(['.: is a directory']);
    expect((await replay('a.ndjson.gz', text)).failed).toEqual(['a.ndjson.gz: not valid gzip']);
    expect((await replay('a.zst', gzipSync(text))).failed).toEqual(['a.zst: not valid zstd']);
    const cut = await replay('b.gz', gzipSync(text).subarray(0, 20_000));
    expect(cut.failed).toEqual(['b.gz: not valid gzip, or not all of it']);
    expect(cut.ids).toEqual(ids.slice(0, cut.ids.length));
  });

  it('stops at a signal', async () => {
    await writeFile(join(cwd, 'a.ndjson'), text);
    const stop = new AbortController();
    let batches = 0;
    for await (const _ of replaySource('a.ndjson', { cwd }).read(stop.signal)) {
      batches++;
      stop.abort();
    }
    expect(batches).toBe(1);
  });
});

describe('lines in chunks', () => {
  it('are the same however they are cut', () => {
    const line = fc.oneof(
      fc.nat(99).map((sequence) => heartbeat(sequence, 'ä✓🜁')),
      fc.constantFrom('', ' ', '{', '\r', 'null'),
      fc
        .uint8Array({ maxLength: 9 })
        .map((bytes) => Buffer.from(bytes).toString('latin1').replaceAll('\n', '')),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
        (lines, sizes) => {
          const bytes = Buffer.from(lines.join('\n'));
          const whole = read([bytes]);
          expect(read(cut(bytes, sizes))).toEqual(whole);
          const expected = lines.flatMap((text) => {
            try {
              const parsed = parseAgentEvent(JSON.parse(text));
              return parsed.kind === 'event' ? [serialiseAgentEvent(parsed.event)] : [];
            } catch {
              return [];
            }
          });
          expect(whole.events).toEqual(expected);
        },
      ),
    );
  });

  function read(chunks: Buffer[]) {
    const reader = createLineReader('f');
    const batches = [...chunks.map((chunk) => reader.feed(chunk)), reader.finish()];
    return {
      events: batches.flatMap(({ events }) => events.map(serialiseAgentEvent)),
      rejected: batches.flatMap(({ rejections }) =>
        rejections.map(({ position, reason }) => `${position} ${reason}`),
      ),
    };
  }
  function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
    const chunks: Buffer[] = [];
    for (let at = 0, turn = 0; at < bytes.length; turn++) {
      const size = sizes[turn % sizes.length] ?? 1;
      chunks.push(bytes.subarray(at, at + size));
      at += size;
    }
    return chunks;
  }
});
