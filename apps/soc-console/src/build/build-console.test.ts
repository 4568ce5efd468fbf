import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildConsole } from './build-console.ts';

const INITIAL_BYTES_MAX = 300_000;

describe('the built console', () => {
  let folder: string;
  let index: string;
  beforeAll(async () => {
    folder = await buildConsole();
    index = readFileSync(join(folder, 'index.html'), 'utf8');
  }, 120_000);

  const gzipped = (path: string): number => gzipSync(readFileSync(join(folder, path))).length;

  it('needs less than 300 kB, compressed, before it shows the queue', () => {
    const named = [...index.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
    const queue = readdirSync(join(folder, 'assets')).filter((name) => name.startsWith('queue-page'));
    const files = [...named, ...queue.map((name) => `/assets/${name}`)];
    expect(named.length).toBeGreaterThan(1);
    expect(queue.length).toBeGreaterThan(0);
    const bytes = files.reduce((sum, path) => sum + gzipped(path), 0);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(INITIAL_BYTES_MAX);
  });

  it('holds no code in its document, and leads nowhere else', () => {
    expect(index).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(index).not.toMatch(/\sstyle=|<style|\son\w+=|https?:/);
  });
});
