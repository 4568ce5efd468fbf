import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../storage/database.ts';
import { OPENING_MS } from '../../testing/databases.ts';
import { openEmbedded } from '../../testing/embedded.ts';
import { testedApp, VIEW } from '../../testing/http.ts';
import { readConsole } from './console-files.ts';

const html = { accept: 'text/html,*/*', authorization: `Bearer ${VIEW}` };

describe('the console', () => {
  let database: Database;
  let ask: ReturnType<typeof testedApp>['ask'];
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mortsafe-console-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>console</title>');
    writeFileSync(join(folder, 'assets/index-1a2b.js'), 'go()');
    writeFileSync(join(folder, 'secret.txt'), 'not served');
    database = await openEmbedded();
    ask = testedApp(database, {}, { console: readConsole(folder) }).ask;
  }, OPENING_MS);
  afterAll(() => database.close());

  it.each(['/', '/incidents/inc-1', '/fleet?agent=a.b', '/orders/x.js'])(
    'answers at %s for whoever was let in',
    async (path) => {
      const response = await ask(path, { headers: html });
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('console');
      expect(response.headers.get('content-security-policy')).toContain("trusted-types 'none'");
      expect(response.headers.get('cache-control')).toBe('no-store');
    },
  );

  it('is kept from strangers, its files are not', async () => {
    expect((await ask('/fleet', { headers: { accept: 'text/html' } })).status).toBe(401);
    const file = await ask('/assets/index-1a2b.js');
    expect(await file.text()).toBe('go()');
    expect(file.headers.get('cache-control')).toContain('immutable');
  });

  it('comes compressed for whoever takes that', async () => {
    const file = await ask('/assets/index-1a2b.js', { headers: { 'accept-encoding': 'br, gzip' } });
    expect(file.headers.get('content-encoding')).toBe('gzip');
  });

  it.each(['/assets/none.js', '/secret.txt', '/assets/../secret.txt', '/api/v1/none'])(
    'has nothing at %s',
    async (path) => {
      const response = await ask(path, { headers: { authorization: `Bearer ${VIEW}` } });
      expect(response.status).toBe(404);
    },
  );

  it('says at /sign-in how to come in, where no issuer is configured', async () => {
    const response = await ask('/sign-in?fresh', { headers: html });
    expect(await response.text()).toContain('mortsafe link');
  });
});
